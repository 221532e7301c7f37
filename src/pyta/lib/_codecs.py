"""The registry of codecs, and the encodings of `str` and `bytes` as functions. (Level: guest.)"""

from _pyta import host as _host

_searchers = []
_found = {}
_handlers = {}


def register(search_function, /):
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searchers.append(search_function)


def unregister(search_function, /):
    _searchers.remove(search_function)
    _found.clear()


def _normal(encoding):
    return encoding.lower().replace(" ", "-") if " " in encoding else encoding.lower()


def lookup(encoding, /):
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    if "\0" in encoding:
        raise ValueError("embedded null character")
    key = _normal(encoding)
    info = _found.get(key)
    if info is not None:
        return info
    if not _searchers:
        import encodings
    for search in _searchers:
        info = search(key)
        if info is not None:
            if not isinstance(info, tuple) or len(info) != 4:
                raise TypeError("codec search functions must return 4-tuples")
            _found[key] = info
            return info
    raise LookupError(f"unknown encoding: {encoding}")


def encode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding)[0](obj, errors)[0]


def decode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding)[1](obj, errors)[0]


def _text_codec(encoding, function):
    info = lookup(encoding)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(f"{encoding!r} is not a text encoding; use codecs.{function}() to handle arbitrary codecs")
    return info


def encode_text(text, encoding, errors):
    """str.encode with an encoding that is not native."""
    made = _text_codec(encoding, "encode")[0](text, errors or "strict")[0]
    if not isinstance(made, bytes):
        raise TypeError(f"{encoding!r} encoder returned {type(made).__name__!r} instead of 'bytes'; use codecs.encode() to encode to arbitrary types")
    return made


def decode_text(data, encoding, errors):
    """bytes.decode with an encoding that is not native."""
    made = _text_codec(encoding, "decode")[1](data, errors or "strict")[0]
    if not isinstance(made, str):
        raise TypeError(f"{encoding!r} decoder returned {type(made).__name__!r} instead of 'str'; use codecs.decode() to decode to arbitrary types")
    return made


def _forget_codec(encoding, /):
    _found.pop(_normal(encoding), None)


def register_error(name, handler, /):
    if not callable(handler):
        raise TypeError("handler must be callable")
    _handlers[name] = handler


def lookup_error(name, /):
    handler = _handlers.get(name)
    if handler is None:
        raise LookupError(f"unknown error handler name '{name}'")
    return handler


def _strict_errors(e):
    if isinstance(e, Exception):
        raise e
    raise TypeError("codec must pass exception instance")


def _ignore_errors(e):
    return ("", e.end)


def _replace_errors(e):
    if isinstance(e, UnicodeEncodeError):
        return ("?" * (e.end - e.start), e.end)
    if isinstance(e, UnicodeDecodeError):
        return ("\ufffd", e.end)
    return ("\ufffd" * (e.end - e.start), e.end)


def _xmlcharrefreplace_errors(e):
    if not isinstance(e, UnicodeEncodeError):
        raise TypeError(f"don't know how to handle {type(e).__name__} in error callback")
    return ("".join([f"&#{ord(c)};" for c in e.object[e.start:e.end]]), e.end)


def _backslash(c):
    n = ord(c)
    return f"\\x{n:02x}" if n < 256 else f"\\u{n:04x}" if n < 65536 else f"\\U{n:08x}"


def _backslashreplace_errors(e):
    if isinstance(e, UnicodeDecodeError):
        return ("".join([f"\\x{b:02x}" for b in e.object[e.start:e.end]]), e.end)
    return ("".join([_backslash(c) for c in e.object[e.start:e.end]]), e.end)


def _namereplace_errors(e):
    from unicodedata import name

    out = []
    for c in e.object[e.start:e.end]:
        found = name(c, None)
        out.append(_backslash(c) if found is None else f"\\N{{{found}}}")
    return ("".join(out), e.end)


def _surrogateescape_errors(e):
    if isinstance(e, UnicodeEncodeError):
        out = bytearray()
        for c in e.object[e.start:e.end]:
            if not 0xDC80 <= ord(c) <= 0xDCFF:
                raise e
            out.append(ord(c) - 0xDC00)
        return (bytes(out), e.end)
    out = []
    at = e.start
    while at < e.end and at < e.start + 4 and e.object[at] >= 128:
        out.append(chr(0xDC00 + e.object[at]))
        at += 1
    if not out:
        raise e
    return ("".join(out), at)


def _surrogatepass_errors(e):
    raise e


for _name, _handler in (
    ("strict", _strict_errors), ("ignore", _ignore_errors), ("replace", _replace_errors),
    ("xmlcharrefreplace", _xmlcharrefreplace_errors), ("backslashreplace", _backslashreplace_errors),
    ("namereplace", _namereplace_errors), ("surrogateescape", _surrogateescape_errors), ("surrogatepass", _surrogatepass_errors),
):  # fmt: skip
    _handler.__name__ = _name + "_errors"
    _handlers[_name] = _handler


def _native(encoding):
    def encode_(obj, errors=None, /):
        if not isinstance(obj, str):
            raise TypeError(f"{encoding.replace('-', '_')}_encode() argument 1 must be str, not {type(obj).__name__}")
        return obj.encode(encoding, errors or "strict"), len(obj)

    def decode_(data, errors=None, final=False, /):
        data = data if type(data) is bytes else bytes(data)
        return data.decode(encoding, errors or "strict"), len(data)

    return encode_, decode_


ascii_encode, ascii_decode = _native("ascii")
latin_1_encode, latin_1_decode = _native("latin-1")


def utf_8_encode(obj, errors=None, /):
    if not isinstance(obj, str):
        raise TypeError(f"utf_8_encode() argument 1 must be str, not {type(obj).__name__}")
    return obj.encode("utf-8", errors or "strict"), len(obj)


def _unfinished(data):
    """How many bytes at the end begin a UTF-8 sequence that is not complete."""
    n = len(data)
    for back in range(1, min(4, n + 1)):
        byte = data[n - back]
        if byte & 0xC0 == 0x80:
            continue
        need = 2 if 0xC2 <= byte < 0xE0 else 3 if 0xE0 <= byte < 0xF0 else 4 if 0xF0 <= byte < 0xF5 else 0
        return back if need > back else 0
    return 0


def utf_8_decode(data, errors=None, final=False, /):
    data = data if type(data) is bytes else bytes(data)
    n = len(data)
    if not final:
        n -= _unfinished(data)
    return (data if n == len(data) else data[:n]).decode("utf-8", errors or "strict"), n


def _of_host(encoding, unit=1):
    def encode_(obj, errors=None, byteorder=0, /):
        return _host("encode", obj, encoding, errors or "strict"), len(obj)

    def decode_(data, errors=None, final=False, byteorder=0, /):
        data = data if type(data) is bytes else bytes(data)
        n = len(data)
        if not final:
            n -= n % unit
            if unit == 2 and n >= 2:
                high = data[n - 1] if encoding != "utf-16-be" else data[n - 2]
                if 0xD8 <= high < 0xDC:
                    n -= 2
        return _host("decode", data[:n], encoding, errors or "strict"), n

    return encode_, decode_


utf_16_le_encode, utf_16_le_decode = _of_host("utf-16-le", 2)
utf_16_be_encode, utf_16_be_decode = _of_host("utf-16-be", 2)
utf_32_le_encode, utf_32_le_decode = _of_host("utf-32-le", 4)
utf_32_be_encode, utf_32_be_decode = _of_host("utf-32-be", 4)
utf_7_encode, utf_7_decode = _of_host("utf-7")
_utf_16_encode, utf_16_decode = _of_host("utf-16", 2)
_utf_32_encode, utf_32_decode = _of_host("utf-32", 4)
unicode_escape_encode, _unicode_escape_decode = _of_host("unicode_escape")
raw_unicode_escape_encode, _raw_unicode_escape_decode = _of_host("raw_unicode_escape")


def utf_16_encode(obj, errors=None, byteorder=0, /):
    name = "utf-16" if byteorder == 0 else "utf-16-le" if byteorder < 0 else "utf-16-be"
    return _host("encode", obj, name, errors or "strict"), len(obj)


def utf_32_encode(obj, errors=None, byteorder=0, /):
    name = "utf-32" if byteorder == 0 else "utf-32-le" if byteorder < 0 else "utf-32-be"
    return _host("encode", obj, name, errors or "strict"), len(obj)


def _ex_decode(unit):
    def decode_(data, errors=None, byteorder=0, final=False, /):
        data = bytes(data)
        n = len(data)
        if not final:
            n -= n % unit
        used = n
        family = f"utf-{unit * 8}"
        start = 0
        if byteorder == 0:
            marks = ((b"\xff\xfe", -1), (b"\xfe\xff", 1)) if unit == 2 else ((b"\xff\xfe\0\0", -1), (b"\0\0\xfe\xff", 1))
            for mark, order in marks:
                if data.startswith(mark):
                    byteorder = order
                    start = unit
        name = family + ("-be" if byteorder > 0 else "-le")
        return _host("decode", data[start:n], name, errors or "strict"), used, byteorder

    return decode_


utf_16_ex_decode = _ex_decode(2)
utf_32_ex_decode = _ex_decode(4)


def unicode_escape_decode(data, errors=None, final=True, /):
    if isinstance(data, str):
        data = data.encode("utf-8")
    return _unicode_escape_decode(data, errors, True)


def raw_unicode_escape_decode(data, errors=None, final=True, /):
    if isinstance(data, str):
        data = data.encode("utf-8")
    return _raw_unicode_escape_decode(data, errors, True)


def escape_encode(data, errors=None, /):
    return repr(bytes(data))[2:-1].encode("latin-1"), len(data)


def escape_decode(data, errors=None, /):
    if isinstance(data, str):
        data = data.encode("utf-8")
    return _host("decode", data, "unicode_escape", errors or "strict").encode("latin-1"), len(data)


def readbuffer_encode(data, errors=None, /):
    data = data.encode("utf-8") if isinstance(data, str) else bytes(data)
    return data, len(data)


def charmap_build(table, /):
    return {ord(c): i for i, c in enumerate(table) if c != "\ufffe"}


def charmap_encode(obj, errors=None, mapping=None, /):
    if mapping is None:
        return latin_1_encode(obj, errors)
    out = bytearray()
    at = 0
    n = len(obj)
    while at < n:
        try:
            found = mapping[ord(obj[at])]
        except LookupError:
            found = None
        if found is None:
            end = at + 1
            while end < n:
                try:
                    if mapping[ord(obj[end])] is not None:
                        break
                except LookupError:
                    pass
                end += 1
            e = UnicodeEncodeError("charmap", obj, at, end, "character maps to <undefined>")
            piece, at = lookup_error(errors or "strict")(e)
            if isinstance(piece, bytes):
                out += piece
            else:
                out += charmap_encode(piece, "strict", mapping)[0]
            continue
        if isinstance(found, int):
            out.append(found)
        else:
            out += found
        at += 1
    return bytes(out), n


def charmap_decode(data, errors=None, mapping=None, /):
    data = bytes(data)
    if mapping is None:
        return latin_1_decode(data, errors)
    out = []
    at = 0
    n = len(data)
    while at < n:
        try:
            found = mapping[data[at]]
        except LookupError:
            found = None
        if found is None or found == "\ufffe" or found == 0xFFFE:
            e = UnicodeDecodeError("charmap", data, at, at + 1, "character maps to <undefined>")
            piece, at = lookup_error(errors or "strict")(e)
            out.append(piece)
            continue
        out.append(chr(found) if isinstance(found, int) else found)
        at += 1
    return "".join(out), n


# Builtin functions, as these are in CPython, do not bind when they are attributes of classes (as in the library's encodings).
for _name, _function in list(globals().items()):
    if _name.endswith(("_encode", "_decode")) and not _name.startswith("_"):
        globals()[_name] = staticmethod(_function)
