"""Reading and writing of comma-separated values. (Level: guest.)"""

from sys import version_info as _version

__version__ = "1.0"
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)
_dialects = {}
_limit = 128 * 1024


class Error(Exception):
    __module__ = "_csv"


def field_size_limit(*limit):
    global _limit
    before = _limit
    if limit:
        if not isinstance(limit[0], int):
            raise TypeError("limit must be an integer")
        _limit = limit[0]
    return before


_HINT = "with newline=''" if _version >= (3, 13) else "in universal-newline mode"
_DEFAULTS = {"delimiter": ",", "doublequote": True, "escapechar": None, "lineterminator": "\r\n", "quotechar": '"',
             "quoting": QUOTE_MINIMAL, "skipinitialspace": False, "strict": False}


class Dialect:
    """How fields are told apart."""

    __module__ = "_csv"
    __slots__ = ("_values",)

    def __new__(cls, dialect=None, **options):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        for key in options:
            if key not in _DEFAULTS:
                raise TypeError(f"'{key}' is an invalid keyword argument for this function")
        if isinstance(dialect, Dialect) and not options:
            return dialect
        values = {}
        for key, default in _DEFAULTS.items():
            if key in options:
                values[key] = options[key]
            else:
                values[key] = getattr(dialect, key, default) if dialect is not None else default
        self = object.__new__(cls)
        _check(values, "quotechar" in options or hasattr(dialect, "quotechar"))
        object.__setattr__(self, "_values", values)
        return self

    def __getattr__(self, name):
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'") from None

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")


def _check(v, has_quote):
    for key in ("delimiter", "escapechar", "quotechar"):
        c = v[key]
        if c is None:
            if key == "delimiter":
                raise TypeError('"delimiter" must be a 1-character string')
            continue
        if not isinstance(c, str):
            raise TypeError(f'"{key}" must be string, not {type(c).__name__}')
        if len(c) != 1:
            raise TypeError(f'"{key}" must be a 1-character string')
    if not isinstance(v["lineterminator"], str):
        raise TypeError('"lineterminator" must be a string')
    if not isinstance(v["quoting"], int):
        raise TypeError('"quoting" must be an integer')
    if not 0 <= v["quoting"] <= 5:
        raise TypeError('bad "quoting" value')
    if v["quoting"] != QUOTE_NONE and not v["quotechar"]:
        if has_quote:
            raise TypeError("quotechar must be set if quoting enabled")
        v["quoting"] = QUOTE_NONE
    v["doublequote"] = bool(v["doublequote"])
    v["skipinitialspace"] = bool(v["skipinitialspace"])
    v["strict"] = bool(v["strict"])


def register_dialect(name, dialect=None, **options):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = Dialect(dialect, **options)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


class Reader:
    """Gives the rows of an iterable of lines."""

    __module__ = "_csv"

    def __init__(self, lines, dialect=None, **options):
        self._lines = iter(lines)
        self.dialect = Dialect(dialect, **options)
        self.line_num = 0
        d = self.dialect._values
        # what a line must not have to be split at once; None: no line is
        self._special = None
        if not d["skipinitialspace"] and d["quoting"] in (QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONE) and d["delimiter"] not in "\r\n":
            quote = None if d["quoting"] == QUOTE_NONE else d["quotechar"]
            self._special = [c for c in (quote, d["escapechar"], "\r", "\n") if c]

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect._values
        delimiter, quote, escape = d["delimiter"], d["quotechar"], d["escapechar"]
        quoting, double, skips, strict = d["quoting"], d["doublequote"], d["skipinitialspace"], d["strict"]
        row = []
        field = []
        state = 0  # 0 start of record, 1 start of field, 2 in field, 3 in quotes, 4 quote in quotes, 5 escape, 6 escape in quotes, 7 end,
        #             8 behind an escaped line end
        numeric = False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if field or state == 3:
                    if strict:
                        raise Error("unexpected end of data") from None
                    row.append(_field(field, numeric))
                    return row
                if state == 6 or state == 5:
                    row.append(_field(field, numeric))
                    return row
                raise
            if not isinstance(line, str):
                raise Error(f"iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)")
            self.line_num += 1
            if state == 0 and self._special is not None and len(line) <= _limit:
                text = line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\n", "\r")) else line
                for c in self._special:
                    if c in text:
                        break
                else:
                    return text.split(delimiter) if text else row
            for c in line:
                if state == 0 or state == 1:
                    if c == "\n" or c == "\r":
                        if state == 1:
                            row.append(_field(field, numeric))
                            field = []
                            numeric = False
                        state = 7
                        continue
                    if state == 0:
                        state = 1
                    if c == quote and quoting != QUOTE_NONE:
                        state = 3
                    elif c == escape:
                        state = 5
                    elif c == " " and skips:
                        pass
                    elif c == delimiter:
                        row.append(_field(field, quoting == QUOTE_NONNUMERIC and bool(field)))
                        field = []
                    else:
                        if quoting == QUOTE_NONNUMERIC:
                            numeric = True
                        field.append(c)
                        state = 2
                elif state == 2 or state == 8:
                    if c == "\n" or c == "\r":
                        row.append(_field(field, numeric))
                        field = []
                        numeric = False
                        state = 7
                    elif c == escape:
                        state = 5
                    elif c == delimiter:
                        row.append(_field(field, numeric))
                        field = []
                        numeric = False
                        state = 1
                    else:
                        field.append(c)
                        state = 2
                elif state == 3:
                    if c == escape:
                        state = 6
                    elif c == quote and quoting != QUOTE_NONE:
                        state = 4 if double else 2
                    else:
                        field.append(c)
                elif state == 4:
                    if quoting != QUOTE_NONE and c == quote:
                        field.append(c)
                        state = 3
                    elif c == delimiter:
                        row.append(_field(field, numeric))
                        field = []
                        state = 1
                    elif c == "\n" or c == "\r":
                        row.append(_field(field, numeric))
                        field = []
                        state = 7
                    elif not strict:
                        field.append(c)
                        state = 2
                    else:
                        raise Error(f"'{delimiter}' expected after '{quote}'")
                elif state == 5:
                    field.append(c)
                    state = 8 if c == "\n" or c == "\r" else 2
                elif state == 6:
                    field.append(c)
                    state = 3
                elif c != "\n" and c != "\r":
                    raise Error(f"new-line character seen in unquoted field - do you need to open the file {_HINT}?")
                if len(field) > _limit:
                    raise Error(f"field larger than field limit ({_limit})")
            if state == 0 or state == 7:
                return row
            if state == 1 or state == 2 or state == 4:
                row.append(_field(field, numeric))
                return row
            if state == 5:
                field.append("\n")
                state = 2
            elif state == 6:
                field.append("\n")
                state = 3


def _field(parts, numeric):
    text = "".join(parts)
    return float(text) if numeric else text


class Writer:
    """Writes rows as lines."""

    __module__ = "_csv"

    def __init__(self, file, dialect=None, **options):
        if not hasattr(file, "write"):
            raise TypeError('argument 1 must have a "write" method')
        self._write = file.write
        self.dialect = Dialect(dialect, **options)

    def writerow(self, row, /):
        d = self.dialect._values
        delimiter, quote, escape = d["delimiter"], d["quotechar"], d["escapechar"]
        quoting, double, end = d["quoting"], d["doublequote"], d["lineterminator"]
        try:
            row = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        specials = {c for c in (delimiter, quote, escape, "\n", "\r", *end) if c}
        out = []
        for value in row:
            quoted = quoting == QUOTE_ALL
            if value is None:
                text = ""
                if quoting == QUOTE_STRINGS or quoting == QUOTE_NOTNULL:
                    out.append("")
                    continue
            elif isinstance(value, str):
                text = value
                quoted = quoted or quoting in (QUOTE_NONNUMERIC, QUOTE_STRINGS, QUOTE_NOTNULL)
            else:
                text = repr(value) if isinstance(value, float) else str(value)
                if quoting == QUOTE_NOTNULL or (quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float))):
                    quoted = quoting == QUOTE_NOTNULL or not hasattr(type(value), "__float__")
            special = False
            for c in specials:
                if c in text:
                    special = True
                    break
            if special:
                made = []
                for c in text:
                    if c in specials:
                        if quoting == QUOTE_NONE:
                            want = True
                        else:
                            want = False
                            if c == quote:
                                if double:
                                    made.append(quote)
                                else:
                                    want = True
                            elif c == escape:
                                want = True
                            if not want:
                                quoted = True
                        if want:
                            if not escape:
                                raise Error("need to escape, but no escapechar set")
                            made.append(escape)
                    made.append(c)
                text = "".join(made)
            if quoted:
                text = quote + text + quote
            out.append(text)
        if len(out) == 1 and out[0] == "":
            if quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            out[0] = quote + quote
        return self._write(delimiter.join(out) + end)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)


def reader(lines, /, dialect=None, **options):
    return Reader(lines, dialect, **options)


def writer(file, /, dialect=None, **options):
    return Writer(file, dialect, **options)
