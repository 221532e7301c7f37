for s in ("", "'", '"', "'\"", "\\", "\n\r\t", "\0\x01\x1f\x7f", "\x80\x9f\xa0\xad", "é€", "\u2028\u200b\ufeff", "\ud800", "😀\U0010ffff", "a\x07\x08b", "\u0378", "日本", "\u3000", "\ue000"):
    print(ascii(repr(s)), ascii(s), len(s))
print('single \' and "', "double ' \" both", r"raw \n \x", "\101\x41\u0041\U00000041\N{BULLET}" == "AAAA\u2022", "line \
continued", """triple
"quoted" 'text'""", "a" "b" 'c', "\7\07\007" == "\x07" * 3)
print(repr(["a'b", 'c"d', "e\n"]), str(["x"]), repr(("'",)), {"k'": "v\t"}, repr("\\n"), len(r"\""), r'\'')
for s in ("abc", "a\nb", "'", '"', "\\", "é"):
    print(eval(repr(s)) == s, eval(ascii(s)) == s)
class S(str):
    def __repr__(self):
        return "S!"
    def __str__(self):
        return "str!"
print([S("a")], S("a"), f"{S('a')}", f"{S('a')!r}", "%s %r" % (S("a"), S("a")), "".join([S("a")]), S("a") + "b", str(S("q")), S("a") == "a", "{}".format(S("a")), len(S("abc")))
