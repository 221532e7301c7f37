# Files read and written line by line, across the borders of buffers, closed and changed from below meanwhile.
import io
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "f")


def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


with open(path, "w", encoding="utf-8") as f:
    for i in range(3000):
        f.write("%d é%s\n" % (i, "x" * (i % 50)) if i % 7 == 0 else "%d %s\n" % (i, "y" * (i % 60)))
    print("last", end="", file=f)
    print(f.write("é"), f.write("ab"), f.tell(), f.write(""))
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, newline=newline, encoding="utf-8") as f:
        lines = list(f)
    print(len(lines), sum(map(len, lines)), lines[0][:20], lines[-1][-6:], lines[700][:12] if len(lines) > 700 else "")
with open(path, encoding="utf-8") as f:
    a = [f.readline() for _ in range(1000)]
    at = f.tell()
    b = f.readlines()
    print(at, len(a), len(b), f.readline() == "", f.read() == "")
    f.seek(at)
    print(f.readline() == b[0], f.tell() > at, f.read(10) == b[1][:10], f.readline() == b[1][10:], f.read() == "".join(b[2:]))
    f.seek(0)
    print(next(f) == a[0])
    show(f.tell)
    print(f.readline(3) == a[1][:3], f.readline(-1) == a[1][3:], f.readline() == a[2], f.read(0))
    show(lambda: f.write("x"))
    show(lambda: f.readline("x"))
with open(path, "rb") as f:
    raw = list(f)
    f.seek(0)
    print(len(raw), b"".join(raw) == f.read(), f.readline(), f.seek(5), f.readline(), f.read(4), f.tell(), f.peek(3)[:3], f.read1(2), f.readline(3), f.tell())
    show(lambda: f.write(b"x"))
with open(path, "r+", encoding="utf-8") as f:
    first = f.readline()
    at = f.tell()
    f.seek(0)
    f.write("9")
    f.flush()
    f.seek(at)
    print(f.readline() == "1 y\n", f.tell())
    f.seek(0, 2)
    f.write("\nappended\n")
    f.write("é\n")
    f.seek(0)
    lines = f.readlines()
    print(lines[0], lines[-2:], len(lines))
with open(path, "r+b") as f:
    print(f.readline(), f.write(b"ZZ"), f.readline(), f.seek(0), f.readline(), f.readline(), f.readlines()[-1])
with open(path, "w+", encoding="utf-8") as f:
    for i in range(10):
        f.write(f"{i}\n")
    f.seek(0)
    print(f.readline(), f.read(3), list(f), f.write("end"), f.seek(0), f.read()[-4:])
with open(path, "a") as f:
    f.write("more\n")
    print(f.tell())
with open(path) as f:
    f.readline()
    f.buffer.close()
    show(f.readline)
    show(lambda: next(f))
f = open(path)
f.readline()
f.close()
for call in (f.readline, lambda: next(f), lambda: f.read(1), lambda: f.write("x"), f.flush, f.close, lambda: iter(f), f.tell):
    show(call)
f = open(path, "rb")
f.readline()
raw = f.raw
raw.close()
show(f.readline)
f = open(path)
f.readline()
lower = f.detach()
show(f.readline)
print(lower.readline(), lower.closed)
lower.close()
f = open(path, "w")
f.write("pending ")
f.buffer.write(b"direct ")
f.write("after")
f.close()
print(open(path).read())
with open(path, "w", encoding="ascii") as f:
    show(lambda: f.write("é"))
    f.write("ok")
    show(lambda: f.write(5))
    show(lambda: f.write(b"x"))
    f.reconfigure(encoding="latin-1")
    f.write("é")
print(open(path, "rb").read())
with open(path, "w", newline="\r\n") as f:
    f.writelines(["a\n", "b\n"])
print(open(path, "rb").read(), open(path).readlines(), open(path, newline="").readlines())


class Upper(io.TextIOWrapper):
    def readline(self, *args):
        return super().readline(*args).upper()

    def write(self, text):
        return super().write(text * 2)


w = Upper(io.BytesIO(b"a\nb\n"), encoding="utf-8")
print(list(w))
w = Upper(io.BytesIO(), encoding="utf-8")
print("x", file=w)
w.flush()
print(w.buffer.getvalue())
t = io.TextIOWrapper(io.BytesIO(b"one\ntwo\nthree"), encoding="utf-8")
print(t.readline(), next(t), t.read(2), t.readline(), t.readline() == "")
for i in range(3):
    open(path, "w").write("never closed %d" % i)
del i, f, t, w
os.remove(path)
os.rmdir(folder)
