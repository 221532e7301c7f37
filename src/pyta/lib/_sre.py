"""Regular expressions: patterns and matches over the native matcher (pyta/module/regex.py). (Level: guest.)"""


from _pyta import ascii_iscased, ascii_tolower, regex_code, regex_magic, regex_run, unicode_iscased, unicode_tolower

MAGIC = regex_magic()
CODESIZE = 4
MAXREPEAT = 4294967295
MAXGROUPS = 1073741823
_MATCH, _FULLMATCH, _SEARCH, _MUST_ADVANCE = 0, 1, 2, 4
_FLAG_NAMES = ((1, "re.TEMPLATE"), (2, "re.IGNORECASE"), (4, "re.LOCALE"), (8, "re.MULTILINE"), (16, "re.DOTALL"),
               (32, "re.UNICODE"), (64, "re.VERBOSE"), (128, "re.DEBUG"), (256, "re.ASCII"))
_END = (1 << 62) - 1


def getlower(code, flags):
    if flags & 32:
        return unicode_tolower(code)
    return ascii_tolower(code)


def getcodesize():
    return CODESIZE


def compile(pattern, flags, code, groups, groupindex, indexgroup):
    made = Pattern.__new__(Pattern)
    made.pattern = pattern
    made.flags = flags
    made.groups = groups
    made.groupindex = _mapping(groupindex)
    made._code = regex_code(code)
    made._names = indexgroup
    made._templates = {}
    return made


def _mapping(d):
    from types import MappingProxyType

    return MappingProxyType(d)


class Pattern:
    """A compiled regular expression."""

    __slots__ = ("__weakref__", "_code", "_names", "_templates", "flags", "groupindex", "groups", "pattern")
    __module__ = "re"

    def __new__(cls):
        return object.__new__(cls)

    def _text(self, string):
        """The text to match in, str or bytes."""
        if isinstance(string, str):
            if self.pattern is not None and not isinstance(self.pattern, str):
                raise TypeError("cannot use a bytes pattern on a string-like object")
            return string if type(string) is str else str.__str__(string)
        if not isinstance(string, bytes):
            try:
                string = bytes(memoryview(string))
            except TypeError:
                raise TypeError(f"expected string or bytes-like object, got {type(string).__name__!r}") from None
        if isinstance(self.pattern, str):
            raise TypeError("cannot use a string pattern on a bytes-like object")
        return string

    def match(self, string, pos=0, endpos=_END):
        text = string if type(string) is str and type(self.pattern) is str else self._text(string)
        marks = regex_run(self._code, self.groups, text, pos, endpos, 0)
        if marks is None:
            return None
        return Match(self, string, text, marks, pos, endpos)

    def fullmatch(self, string, pos=0, endpos=_END):
        text = self._text(string)
        marks = regex_run(self._code, self.groups, text, pos, endpos, _FULLMATCH)
        if marks is None:
            return None
        return Match(self, string, text, marks, pos, endpos)

    def search(self, string, pos=0, endpos=_END):
        text = string if type(string) is str and type(self.pattern) is str else self._text(string)
        marks = regex_run(self._code, self.groups, text, pos, endpos, _SEARCH)
        if marks is None:
            return None
        return Match(self, string, text, marks, pos, endpos)

    def _marks(self, text, pos, endpos):
        """The marks of all matches, one after the other."""
        code, groups = self._code, self.groups
        pos = max(0, min(pos, len(text)))
        mode = _SEARCH
        while True:
            marks = regex_run(code, groups, text, pos, endpos, mode)
            if marks is None:
                return
            yield marks
            pos = marks[1]
            mode = _SEARCH | _MUST_ADVANCE if marks[0] == pos else _SEARCH

    def findall(self, string, pos=0, endpos=_END):
        text = self._text(string)
        empty = text[:0]
        groups = self.groups
        found = []
        if groups == 0:
            for m in self._marks(text, pos, endpos):
                found.append(text[m[0]:m[1]])
        elif groups == 1:
            for m in self._marks(text, pos, endpos):
                found.append(text[m[2]:m[3]] if m[2] >= 0 else empty)
        else:
            places = range(2, 2 * groups + 2, 2)
            for m in self._marks(text, pos, endpos):
                found.append(tuple([text[m[i]:m[i + 1]] if m[i] >= 0 else empty for i in places]))
        return found

    def finditer(self, string, pos=0, endpos=_END):
        text = self._text(string)
        return self._matches(string, text, pos, endpos)

    def _matches(self, string, text, pos, endpos):
        for marks in self._marks(text, pos, endpos):
            yield Match(self, string, text, marks, pos, endpos)

    def scanner(self, string, pos=0, endpos=_END):
        return _Scanner(self, string, pos, endpos)

    def split(self, string, maxsplit=0):
        text = self._text(string)
        parts = []
        last = 0
        places = range(2, 2 * self.groups + 2, 2)
        for m in self._marks(text, 0, _END):
            parts.append(text[last:m[0]])
            for i in places:
                parts.append(text[m[i]:m[i + 1]] if m[i] >= 0 else None)
            last = m[1]
            maxsplit -= 1
            if maxsplit == 0:
                break
        parts.append(text[last:])
        return parts

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        text = self._text(string)
        function = None
        pieces = ()
        if callable(repl):
            function = repl
        else:
            pieces = _template(self, repl)
        out = []
        last = 0
        done = 0
        for m in self._marks(text, 0, _END):
            if last < m[0]:
                out.append(text[last:m[0]])
            last = m[1]
            if function is not None:
                piece = function(Match(self, string, text, m, 0, _END))
                if piece is not None:
                    out.append(piece)
            else:
                for piece in pieces:
                    if type(piece) is int:
                        if piece == 0:
                            out.append(text[m[0]:m[1]])
                        elif m[2 * piece] >= 0:
                            out.append(text[m[2 * piece]:m[2 * piece + 1]])
                    else:
                        out.append(piece)
            done += 1
            if done == count:
                break
        if not done:
            return string if type(string) is type(text) else text, 0
        if last < len(text):
            out.append(text[last:])
        return text[:0].join(out), done

    def __repr__(self):
        flags = self.flags
        if isinstance(self.pattern, str):
            flags &= ~32
        names = []
        for bit, name in _FLAG_NAMES:
            if flags & bit:
                names.append(name)
                flags &= ~bit
        if flags:
            names.append(hex(flags))
        shown = repr(self.pattern)
        if len(shown) > 200:
            shown = shown[:200]
        if names:
            return f"re.compile({shown}, {'|'.join(names)})"
        return f"re.compile({shown})"

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.flags == other.flags and type(self.pattern) is type(other.pattern) and self.pattern == other.pattern and self._code == other._code

    def __hash__(self):
        return hash((self.flags, self.pattern, self._code))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        import re

        return re._compile, (self.pattern, self.flags & ~32 if isinstance(self.pattern, str) else self.flags)

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)


def _template(pattern, repl):
    """A replacement as a sequence of texts and group numbers."""
    if not isinstance(repl, (str, bytes)):
        repl = bytes(repl)
    if (b"\\" if isinstance(repl, bytes) else "\\") not in repl:
        return (repl,)
    found = pattern._templates.get(repl)
    if found is not None:
        return found
    import re

    parsed = re._parser.parse_template(repl, pattern)
    if isinstance(parsed, tuple):  # 3.11: places of groups, and the texts with None there
        places, pieces = parsed
        pieces = list(pieces)
        for i, group in places:
            pieces[i] = group
    else:
        pieces = parsed
    found = tuple([p for p in pieces if type(p) is int or p])
    if len(pattern._templates) > 100:
        pattern._templates.clear()
    pattern._templates[repl] = found
    return found


def template(pattern, pieces):
    return pieces


class _Scanner:
    """Goes through a text match by match."""

    def __init__(self, pattern, string, pos, endpos):
        self.pattern = pattern
        self._string = string
        self._text = pattern._text(string)
        self._pos, self._endpos = pos, endpos
        self._from = pos
        self._mode = 0

    def _next(self, mode):
        if self._from is None:
            return None
        pattern = self.pattern
        marks = regex_run(pattern._code, pattern.groups, self._text, self._from, self._endpos, mode | self._mode)
        if marks is None:
            self._from = None
            return None
        self._from = marks[1]
        self._mode = _MUST_ADVANCE if marks[0] == marks[1] else 0
        return Match(pattern, self._string, self._text, marks, self._pos, self._endpos)

    def match(self):
        return self._next(_MATCH)

    def search(self):
        return self._next(_SEARCH)


class Match:
    """What a pattern matched."""

    __slots__ = ("_marks", "_text", "endpos", "pos", "re", "string")
    __module__ = "re"

    def __init__(self, pattern, string, text, marks, pos, endpos):
        self.re = pattern
        self.string = string
        self._text = text
        self._marks = marks
        self.pos = pos
        self.endpos = endpos
        n = len(text)
        if endpos > n:
            self.endpos = n
        elif endpos < 0:
            self.endpos = 0
        if pos < 0 or pos > n:
            self.pos = 0 if pos < 0 else n

    def _index(self, group):
        if type(group) is not int:
            if isinstance(group, int) or hasattr(type(group), "__index__"):
                group = group.__index__()
            else:
                group = self.re.groupindex.get(group, -1) if type(group).__hash__ else -1
        if not 0 <= group <= self.re.groups:
            raise IndexError("no such group")
        return group

    def _get(self, group, default):
        i = 2 * group
        start = self._marks[i]
        if start < 0:
            return default
        return self._text[start:self._marks[i + 1]]

    def group(self, *groups):
        if not groups:
            return self._text[self._marks[0]:self._marks[1]]
        if len(groups) == 1:
            return self._get(self._index(groups[0]), None)
        return tuple([self._get(self._index(g), None) for g in groups])

    def __getitem__(self, group):
        return self._get(self._index(group), None)

    def groups(self, default=None):
        return tuple([self._get(i, default) for i in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        return {name: self._get(i, default) for name, i in self.re.groupindex.items()}

    def start(self, group=0, /):
        return self._marks[2 * self._index(group)]

    def end(self, group=0, /):
        return self._marks[2 * self._index(group) + 1]

    def span(self, group=0, /):
        i = 2 * self._index(group)
        return self._marks[i], self._marks[i + 1]

    def expand(self, template):
        out = []
        for piece in _template(self.re, template):
            if type(piece) is int:
                piece = self._get(piece, None)
                if piece is None:
                    continue
            out.append(piece)
        return self._text[:0].join(out)

    @property
    def regs(self):
        m = self._marks
        return tuple([(m[i], m[i + 1]) for i in range(0, 2 * self.re.groups + 2, 2)])

    @property
    def lastindex(self):
        last = self._marks[-1]
        return None if last < 0 else last

    @property
    def lastgroup(self):
        last = self._marks[-1]
        return None if last < 0 else self.re._names[last]

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self.group()!r}>"

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)
