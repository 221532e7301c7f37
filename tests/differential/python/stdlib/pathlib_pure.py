from pathlib import PurePosixPath as P, PureWindowsPath as W

p = P("/usr/lib/python3/file.tar.gz")
print(p, repr(p), p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.root, p.anchor, p.is_absolute(), [str(x) for x in p.parents][:3])
print(P("a") / "b" / P("c"), "x" / P("y"), P("a", "/b", "c"), P("a//b/./c/"), P("a/../b"), P(), P("a") == P("a/"), P("a") < P("b"), hash(P("a")) == hash(P("a/")), {P("k"): 1}[P("k")])
print(p.with_name("new"), p.with_suffix(".zip"), p.with_suffix(""), p.with_stem("q"), p.relative_to("/usr"), p.match("*.gz"), p.match("lib/*/*"), P("a/b").joinpath("c", "d"), p.as_posix(), P("a/b").is_relative_to("a"), str(W("C:/x\\y").parent), W("c:/A") == W("C:/a"))
for bad in (lambda: P("a").relative_to("b"), lambda: P("/").with_name("x"), lambda: P("a").with_suffix("zip"), lambda: P(5), lambda: P("a") / 5, lambda: P("a") < "b"):
    try:
        print(bad())
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
import posixpath

print(posixpath.join("a", "b", "/c"), posixpath.normpath("//a/../b"), posixpath.splitext(".bashrc"), posixpath.basename("a/b/"), posixpath.relpath("/a/b", "/a/c"), posixpath.expanduser("x"))
import fnmatch

print([n for n in ("a.py", "b.txt", "c.PY", "dir/a.py") if fnmatch.fnmatchcase(n, "*.py")], fnmatch.fnmatchcase("abc", "a[a-c]?"), fnmatch.filter(["x1", "x2", "y"], "x[!2]"))
