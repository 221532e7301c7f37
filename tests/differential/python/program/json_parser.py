class JSONError(ValueError):
    def __init__(self, message, text, pos):
        line = text.count("\n", 0, pos) + 1
        col = pos - text.rfind("\n", 0, pos)
        super().__init__(f"{message} at {line}:{col}")


class Parser:
    WORDS = {"true": True, "false": False, "null": None}
    ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"'}

    def __init__(self, text):
        self.text, self.i = text, 0

    def fail(self, message):
        raise JSONError(message, self.text, self.i)

    def space(self):
        while self.i < len(self.text) and self.text[self.i] in " \t\r\n":
            self.i += 1

    def expect(self, c):
        if self.text[self.i : self.i + 1] != c:
            self.fail(f"wanted {c!r}")
        self.i += 1

    def parse(self):
        value = self.value()
        self.space()
        if self.i != len(self.text):
            self.fail("extra data")
        return value

    def value(self):
        self.space()
        c = self.text[self.i : self.i + 1]
        if c == "{":
            return dict(self.items("{", "}", self.pair))
        if c == "[":
            return list(self.items("[", "]", self.value))
        if c == '"':
            return self.string()
        if c and c in "-0123456789":
            return self.number()
        for word, value in self.WORDS.items():
            if self.text.startswith(word, self.i):
                self.i += len(word)
                return value
        self.fail("wanted a value")

    def items(self, start, end, item):
        self.expect(start)
        self.space()
        if self.text[self.i : self.i + 1] == end:
            self.i += 1
            return
        while True:
            yield item()
            self.space()
            if self.text[self.i : self.i + 1] == end:
                self.i += 1
                return
            self.expect(",")

    def pair(self):
        self.space()
        key = self.string()
        self.space()
        self.expect(":")
        return key, self.value()

    def string(self):
        self.expect('"')
        out = []
        while True:
            c = self.text[self.i : self.i + 1]
            if not c or c < " ":
                self.fail("bad string")
            self.i += 1
            if c == '"':
                return "".join(out)
            if c == "\\":
                c = self.text[self.i : self.i + 1]
                self.i += 1
                if c == "u":
                    code = int(self.text[self.i : self.i + 4], 16)
                    self.i += 4
                    if 0xD800 <= code < 0xDC00 and self.text.startswith("\\u", self.i):
                        low = int(self.text[self.i + 2 : self.i + 6], 16)
                        code = 0x10000 + (code - 0xD800 << 10) + (low - 0xDC00)
                        self.i += 6
                    out.append(chr(code))
                elif c in self.ESCAPES:
                    out.append(self.ESCAPES[c])
                else:
                    self.fail(f"bad escape {c!r}")
            else:
                out.append(c)

    def number(self):
        j = self.i
        while j < len(self.text) and self.text[j] in "+-0123456789.eE":
            j += 1
        text, start, self.i = self.text[self.i : j], self.i, j
        try:
            return int(text) if text.lstrip("-").isdigit() else float(text)
        except ValueError:
            self.i = start
            self.fail(f"bad number {text!r}")


for text in ('{"a": [1, -2.5e3, true, null], "b": {"c": "x\\n\\u00e9\\ud83d\\ude00"}}', "[]", "{}", ' "s" ', "0", "[[[]], {}]", '{"k": 1, "k": 2}'):
    print(ascii(Parser(text).parse()))
for bad in ("", "[1,", "[1 2]", '{"a" 1}', "{a: 1}", '"abc', '"\\x"', "tru", "[1]]", '{"a":1,}', "-", "1.2.3", '"a\nb"', "[\n  1,\n  ?]"):
    try:
        print(Parser(bad).parse())
    except JSONError as error:
        print(repr(bad), error)


def dump(v, indent=0):
    pad = "\n" + "  " * (indent + 1)
    if isinstance(v, dict):
        return "{" + ",".join(f'{pad}"{k}": {dump(x, indent + 1)}' for k, x in v.items()) + (pad[:-2] if v else "") + "}"
    if isinstance(v, list):
        return "[" + ", ".join(dump(x, indent) for x in v) + "]"
    return {None: "null", True: "true", False: "false"}.get(v, None) if v is None or isinstance(v, bool) else f'"{v}"' if isinstance(v, str) else repr(v)


print(dump({"a": [1, None, True, {"z": {}}], "b": 1.5}))
import json

sample = {"x": [1, 2.5, "é\n\"", None, True, {"y": []}], "k": {}}
print(Parser(json.dumps(sample)).parse() == sample == json.loads(json.dumps(sample)))
