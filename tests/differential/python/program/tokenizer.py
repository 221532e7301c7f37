import sys

KEYWORDS = {"let", "if", "else", "while", "fn", "return"}
PAIRS = {"==", "!=", "<=", ">=", "&&", "||", "->"}


class Token:
    __slots__ = ("kind", "text", "line", "col")

    def __init__(self, kind, text, line, col):
        self.kind, self.text, self.line, self.col = kind, text, line, col

    def __repr__(self):
        return f"{self.kind}({self.text!r})@{self.line}:{self.col}"


class LexError(Exception):
    def __init__(self, message, line, col):
        super().__init__(f"{line}:{col}: {message}")
        self.line, self.col = line, col


def tokens(source):
    i, line, start = 0, 1, 0

    def fail(message):
        raise LexError(message, line, i - start + 1)

    while i < len(source):
        c = source[i]
        col = i - start + 1
        if c == "\n":
            i += 1
            line += 1
            start = i
        elif c.isspace():
            i += 1
        elif source.startswith("//", i):
            while i < len(source) and source[i] != "\n":
                i += 1
        elif c.isalpha() or c == "_":
            j = i
            while j < len(source) and (source[j].isalnum() or source[j] == "_"):
                j += 1
            text = source[i:j]
            yield Token("kw" if text in KEYWORDS else "id", text, line, col)
            i = j
        elif c.isdigit():
            j = i
            seen_dot = False
            while j < len(source) and (source[j].isdigit() or (source[j] == "." and not seen_dot)):
                seen_dot |= source[j] == "."
                j += 1
            if j < len(source) and source[j].isalpha():
                i = j
                fail(f"bad digit {source[j]!r}")
            yield Token("float" if seen_dot else "int", source[i:j], line, col)
            i = j
        elif c in "\"'":
            j, out = i + 1, []
            while True:
                if j >= len(source) or source[j] == "\n":
                    fail("unterminated string")
                if source[j] == c:
                    break
                if source[j] == "\\":
                    j += 1
                    out.append({"n": "\n", "t": "\t"}.get(source[j], source[j]))
                else:
                    out.append(source[j])
                j += 1
            yield Token("str", "".join(out), line, col)
            i = j + 1
        elif source[i : i + 2] in PAIRS:
            yield Token("op", source[i : i + 2], line, col)
            i += 2
        elif c in "+-*/%=<>!(){}[],;:":
            yield Token("op", c, line, col)
            i += 1
        else:
            fail(f"unexpected {c!r}")
    yield Token("eof", "", line, i - start + 1)


SAMPLE = """fn main(x) -> int { // entry
  let y_1 = 3.14 * x;
  if y_1 >= 10 && x != 'a\\n\\'q' { return "é" + "tab\\t"; }
  while 1 <= 2 {}
}"""
for t in tokens(SAMPLE):
    print(t)
for bad in ("let @ = 1", 'x = "abc', "12ab", "a\n  'b\n'", "1.2.3"):
    try:
        print([t.text for t in tokens(bad)])
    except LexError as error:
        print(error, error.line, error.col)
