"""The Unicode database, the host's. (Level: guest.)"""

from _pyta import host as _host

_MISSING = object()
unidata_version = "15.0.0"


def _with_default(function):
    def ask(chr, default=_MISSING, /):
        if not isinstance(chr, str):
            raise TypeError(f"{function}() argument 1 must be a unicode character, not {type(chr).__name__}")
        if len(chr) != 1:
            raise TypeError(f"{function}() argument 1 must be a unicode character, not str")
        if default is _MISSING:
            return _host("unicodedata", function, chr)
        found = _host("unicodedata", function, chr, None)
        return default if found is None else found

    ask.__name__ = ask.__qualname__ = function
    return ask


def _plain(function):
    def ask(chr, /):
        if not isinstance(chr, str) or len(chr) != 1:
            raise TypeError(f"{function}() argument must be a unicode character, not {type(chr).__name__}")
        return _host("unicodedata", function, chr)

    ask.__name__ = ask.__qualname__ = function
    return ask


name, decimal, digit, numeric = [_with_default(f) for f in ("name", "decimal", "digit", "numeric")]
category, bidirectional, combining, east_asian_width, mirrored, decomposition = [
    _plain(f) for f in ("category", "bidirectional", "combining", "east_asian_width", "mirrored", "decomposition")
]


def lookup(name, /):
    return _host("unicodedata", "lookup", name)


def normalize(form, unistr, /):
    return _host("unicodedata", "normalize", form, unistr)


def is_normalized(form, unistr, /):
    return _host("unicodedata", "is_normalized", form, unistr)


class UCD:
    """The database of Unicode 3.2.0, for the library's stringprep."""

    unidata_version = "3.2.0"

    def __init__(self, prefix):
        for function in ("name", "decimal", "digit", "numeric"):
            setattr(self, function, _with_default(prefix + function))
        for function in ("category", "bidirectional", "combining", "east_asian_width", "mirrored", "decomposition"):
            setattr(self, function, _plain(prefix + function))

    def lookup(self, name, /):
        return _host("unicodedata", "ucd_3_2_0.lookup", name)

    def normalize(self, form, unistr, /):
        return _host("unicodedata", "ucd_3_2_0.normalize", form, unistr)


ucd_3_2_0 = UCD("ucd_3_2_0.")
