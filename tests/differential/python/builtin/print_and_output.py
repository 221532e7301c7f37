import sys
import io

print()
print(1, 2, 3, sep="")
print(1, 2, sep=", ", end="!\n")
print("a", end="")
print("b", "c", sep="\n")
print(*[], sep="x")
print(*"abc", sep="-", end="\n\n")
print(None, True, [], {}, sep=None, end=None)
buf = io.StringIO()
print("to buffer", 5, file=buf, end="")
print(repr(buf.getvalue()), flush=True)


class W:
    def __init__(self):
        self.parts = []

    def write(self, s):
        self.parts.append(s)

    def flush(self):
        self.parts.append("FLUSH")


w = W()
print("x", 1, sep="|", file=w)
print(end="", file=w)
print("y", file=w, flush=True)
print(w.parts)
for kw in ({"sep": 5}, {"end": 1}, {"file": 5}, {"nope": 1}):
    try:
        print("q", **kw)
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)


class Str:
    def __str__(self):
        return "str é"


class Bad:
    def __str__(self):
        raise ValueError("no str")


print(Str(), [Str] != [], "tab\tnew\\n")
try:
    print("before", Bad(), "after")
except ValueError as error:
    print()
    print(error)
old = sys.stdout
sys.stdout = capture = io.StringIO()
print("captured")
sys.stdout.write("raw\n")
sys.stdout = old
print(repr(capture.getvalue()), sys.stdout.write("written\n"))
sys.stdout.writelines(["a", "b", "\n"])
print("é€😀", "\x41", "nul" + chr(0) + "byte" == "nul\0byte")
s = io.StringIO("line1\nline2\nline3")
print(s.readline(), s.read(3), s.readlines(), s.read(), s.seek(0), list(s), s.tell(), s.closed)
s = io.StringIO()
print(s.write("hello"), s.seek(1), s.write("E"), s.getvalue(), s.seek(0, 2), s.write("!"), s.getvalue(), s.truncate(3), s.getvalue())
with io.StringIO("x\r\ny\n") as f:
    print(repr(f.read()))
try:
    f.read()
except ValueError as error:
    print(error)
b = io.BytesIO(b"abc\ndef")
print(b.readline(), b.read(1), b.getvalue(), b.seek(-2, 2), b.read(), b.write(b"!"), b.getvalue())
