print([s.strip() for s in ("  a ", "\t\n a\x0b\x0c\r", "\u2003a\xa0", "", "   ", "a b")], "xxaxx".strip("x"), "xyzayx".strip("xyz"), "abc".strip("abc"), "abc".strip(""), "  a ".lstrip(), "  a ".rstrip(), "mississippi".rstrip("ip"), "mississippi".lstrip("mis"), " a ".strip(None))
print("abc".center(8) + "|", "abc".center(9, "*"), "abc".center(7, "*"), "ab".center(5, "-"), "ab".center(6, "-"), "a".center(4, "."), "abc".ljust(6, ".") + "|", "abc".rjust(6, "."), "abc".center(2), "".center(3, "x"), "abc".ljust(-5))
print("42".zfill(5), "-42".zfill(5), "+42".zfill(5), "--42".zfill(6), "".zfill(3), "abc".zfill(2), "-".zfill(3), "é".zfill(3), "４２".zfill(4))
print("prefix-body".removeprefix("prefix-"), "prefix".removeprefix("x"), "body.txt".removesuffix(".txt"), "aaa".removeprefix("a"), "aaa".removesuffix("aaa"), "abc".removesuffix(""), "abc".removeprefix(""))
print(repr("a\tb\tc".expandtabs()), repr("a\tb".expandtabs(4)), repr("abcd\te".expandtabs(4)), repr("\t".expandtabs(0)), repr("a\n\tb".expandtabs(3)), repr("a\rb\tc".expandtabs(4)), repr("\t\t".expandtabs(1)), repr("ab\tc".expandtabs(-1)))
for call in (lambda: "a".center(5, "ab"), lambda: "a".ljust(5, ""), lambda: "a".strip(1), lambda: "a".zfill("x"), lambda: "a".center(), lambda: "a".rjust(5, 1), lambda: "a".removeprefix(1), lambda: "a".removesuffix(("a",))):
    try:
        print(repr(call()))
    except TypeError as error:
        print(error)
print("ä" * 3 + "|", "日本".center(7, "→"), "日本".ljust(4, "x"), "é".rjust(3, "😀"), len("é".rjust(3, "😀")))
