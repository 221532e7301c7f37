import io
import os
import tempfile

with tempfile.TemporaryDirectory() as d:
    path = os.path.join(d, "a.txt")
    with open(path, "w", encoding="utf-8") as f:
        print(f.write("line é 1\nline 2\n"), f.writelines(["x\n", "last"]), f.closed, f.mode, os.path.basename(f.name))
    print(f.closed, os.path.exists(path), os.path.getsize(path))
    with open(path, encoding="utf-8") as f:
        print([line for line in f])
    with open(path, encoding="utf-8") as f:
        print(repr(f.readline()), repr(f.read(3)), f.readlines(), repr(f.read()), f.seek(0), repr(f.readline()))
    with open(path, "a", encoding="utf-8") as f:
        f.write("\nappended")
    with open(path, "rb") as f:
        print(f.read(8), f.tell(), f.seek(-8, 2), f.read(), f.readline())
    with open(path, "r+", encoding="utf-8") as f:
        f.write("LINE")
    with open(path, encoding="utf-8") as f:
        print(f.read().split("\n")[0], sum(1 for _ in f))
    with open(path, "wb") as f:
        print(f.write(b"\r\n\r\x00\xff"))
    with open(path, "rb") as f:
        print(f.read())
    with open(path, "w", newline="") as f:
        f.write("a\r\nb\n")
    print(open(path, newline="").read().encode(), open(path).read().encode())
    for bad in (lambda: open(os.path.join(d, "nope")), lambda: open(path, "q"), lambda: open(path, "rw"), lambda: open(path, "x"), lambda: open(d), lambda: open(path, "rb").write(b"x"), lambda: open(path).write("x"), lambda: open(path, "rb", encoding="ascii"), lambda: open(path, "w").write(b"x")):
        try:
            bad()
        except (OSError, ValueError, TypeError, io.UnsupportedOperation) as error:
            print(type(error).__name__, getattr(error, "errno", None))
    with open(path, "wb") as f:
        f.write(b"\xff\xfe bad")
    try:
        open(path, encoding="utf-8").read()
    except UnicodeDecodeError as error:
        print(error)
    print(ascii(open(path, encoding="utf-8", errors="replace").read()), open(path, encoding="latin-1").read()[2:])
    f = open(path)
    f.close()
    for bad in (f.read, lambda: next(f), lambda: f.__enter__()):
        try:
            bad()
        except ValueError as error:
            print(error)
    os.mkdir(os.path.join(d, "sub"))
    open(os.path.join(d, "sub", "b"), "w").close()
    print(sorted(os.listdir(d)), [(os.path.relpath(r, d), sorted(fs)) for r, _, fs in os.walk(d)], os.path.isdir(os.path.join(d, "sub")))
    os.remove(os.path.join(d, "sub", "b"))
    os.rename(path, path + ".2")
    print(os.path.isfile(path), os.listdir(os.path.join(d, "sub")))
print(os.path.exists(d), os.path.join("a", "/b", "c"), os.path.split("/x/y.z"), os.path.splitext("a.tar.gz"), os.path.normpath("a/./b/../c"), os.path.dirname("a/b"), os.path.commonpath(["/a/b", "/a/c"]))
