print("a b  c".split(), " a b  c ".split(" "), "a,b,,c,".split(","), "".split(), "".split(","), "abc".split("abc"), "  ".split(), "a\tb\nc\x0bd\u2003e".split())
print("a b c d".split(None, 2), "  a b c  ".split(None, 1), "a,b,c".split(",", 1), "a,b,c".split(",", 0), "a,b,c".split(",", -1), "a--b--c".split("--"), "aaa".split("a"), "aaaa".split("aa"))
print("a b c d".rsplit(None, 2), "  a b c  ".rsplit(None, 1), "a,b,c".rsplit(",", 1), "aaa".rsplit("aa"), "a,b,c".rsplit(sep=",", maxsplit=1), " x ".rsplit())
print("a.b.c".partition("."), "a.b.c".rpartition("."), "abc".partition("."), "abc".rpartition("."), "".partition("x"), ".".partition("."))
print("a\nb\r\nc\rd".splitlines(), "a\nb\n".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a\x0bb\x0cc\x1cd\x85e\u2028f".splitlines(), "\r\n\r".splitlines(keepends=True))
print(",".join([]), ",".join(["a"]), "".join(("x", "y")), "-".join("abc"), ", ".join({"k": 1}), "ab".join(str(i) for i in range(4)))
for call in (lambda: ",".join([1]), lambda: ",".join(["a", None]), lambda: ",".join(5), lambda: "a".split(""), lambda: "a".split(1), lambda: "a".partition(""), lambda: "a".rsplit(""), lambda: "a".join(["b", b"c"]), lambda: "a".split(None, "x")):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
class S(str):
    pass
print(type(S("a b").split()[0]).__name__, type("".join([S("a")])).__name__, type(S(",").join([S("a")])).__name__, S("x").join(["a", "b"]))
