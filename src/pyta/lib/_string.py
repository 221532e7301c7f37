"""Format strings taken apart, for string.Formatter. (Level: guest.)"""


def formatter_parser(text, /):
    """(literal text, field name, format spec, conversion) by turns; the last three are None after the last field."""
    if not isinstance(text, str):
        raise TypeError(f"expected str, got {type(text).__name__}")
    return _parse(text)


def _parse(text):
    at = 0
    n = len(text)
    literal = []
    while at < n:
        c = text[at]
        if c != "{" and c != "}":
            end = at + 1
            while end < n and text[end] not in "{}":
                end += 1
            literal.append(text[at:end])
            at = end
            continue
        if text[at + 1:at + 2] == c:
            literal.append(c)
            yield "".join(literal), None, None, None
            literal = []
            at += 2
            continue
        if c == "}":
            raise ValueError("Single '}' encountered in format string")
        if at + 1 >= n:
            raise ValueError("Single '{' encountered in format string")
        depth = 1
        end = at + 1
        while end < n and depth:
            if text[end] == "{":
                depth += 1
            elif text[end] == "}":
                depth -= 1
            end += 1
        if depth:
            raise ValueError("expected '}' before end of string")
        field = text[at + 1:end - 1]
        name, spec, conversion = _split_field(field)
        yield "".join(literal), name, spec, conversion
        literal = []
        at = end
    if literal:
        yield "".join(literal), None, None, None


def _split_field(field):
    brackets = 0
    for i, c in enumerate(field):
        if c == "[":
            brackets += 1
        elif c == "]":
            brackets = 0
        elif c == "{":
            raise ValueError("unexpected '{' in field name")
        elif not brackets and (c == ":" or c == "!"):
            if c == ":":
                return field[:i], field[i + 1:], None
            conversion = field[i + 1:i + 2]
            if not conversion:
                raise ValueError("end of string while looking for conversion specifier")
            after = field[i + 2:i + 3]
            if after and after != ":":
                raise ValueError("expected ':' after conversion specifier")
            return field[:i], field[i + 3:], conversion
    return field, "", None


def formatter_field_name_split(name, /):
    """The first part (an int where it is a number) and an iterator of (is attribute, name or index)."""
    end = 0
    while end < len(name) and name[end] not in ".[":
        end += 1
    first = name[:end]
    return int(first) if first.isdecimal() else first, _parts(name, end)


def _parts(name, at):
    n = len(name)
    while at < n:
        if name[at] == ".":
            end = at + 1
            while end < n and name[end] not in ".[":
                end += 1
            if end == at + 1:
                raise ValueError("Empty attribute in format string")
            yield True, name[at + 1:end]
            at = end
        elif name[at] == "[":
            end = name.find("]", at)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            key = name[at + 1:end]
            if not key:
                raise ValueError("Empty attribute in format string")
            yield False, int(key) if key.isdecimal() else key
            at = end + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
