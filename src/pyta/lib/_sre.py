"""Regular expressions: what is seldom asked for; patterns and matches are native (pyta/module/pattern.py, match.py). (Level: guest.)"""

from _pyta import ascii_iscased, ascii_tolower, regex_magic, regex_pattern, unicode_iscased, unicode_tolower

MAGIC = regex_magic()
CODESIZE = 4
MAXREPEAT = 4294967295
MAXGROUPS = 1073741823
_FLAG_NAMES = ((1, "re.TEMPLATE"), (2, "re.IGNORECASE"), (4, "re.LOCALE"), (8, "re.MULTILINE"), (16, "re.DOTALL"),
               (32, "re.UNICODE"), (64, "re.VERBOSE"), (128, "re.DEBUG"), (256, "re.ASCII"))


def getlower(code, flags):
    if flags & 32:
        return unicode_tolower(code)
    return ascii_tolower(code)


def getcodesize():
    return CODESIZE


def compile(pattern, flags, code, groups, groupindex, indexgroup):
    return regex_pattern(pattern, flags, code, groups, dict(groupindex), tuple(indexgroup))


def template(pattern, pieces):
    return pieces


def _template(pattern, repl):
    """A replacement as a tuple of texts and group numbers, without empty texts."""
    import re

    if not isinstance(repl, (str, bytes)):
        try:
            repl = bytes(memoryview(repl))
        except TypeError:
            pass
    parsed = re._parser.parse_template(repl, pattern)
    if isinstance(parsed, tuple):  # 3.11: places of groups, and the texts with None there
        places, pieces = parsed
        pieces = list(pieces)
        for i, group in places:
            pieces[i] = group
    else:
        pieces = parsed
    return tuple([p for p in pieces if type(p) is int or p])


def _expand(match, template):
    out = []
    for piece in _template(match.re, template):
        if type(piece) is int:
            piece = match[piece]
            if piece is None:
                continue
        out.append(piece)
    return ("" if isinstance(match.string, str) else b"").join(out)


def _groupdict(match, default):
    found = {}
    for name in match.re.groupindex:
        part = match[name]
        found[name] = default if part is None else part
    return found


def _shown(pattern):
    """repr(pattern)."""
    flags = pattern.flags
    if isinstance(pattern.pattern, str):
        flags &= ~32
    names = []
    for bit, name in _FLAG_NAMES:
        if flags & bit:
            names.append(name)
            flags &= ~bit
    if flags:
        names.append(hex(flags))
    shown = repr(pattern.pattern)
    if len(shown) > 200:
        shown = shown[:200]
    if names:
        return f"re.compile({shown}, {'|'.join(names)})"
    return f"re.compile({shown})"
