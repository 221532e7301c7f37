samples = ["abc", "ABC1", "", " ", "123", "²", "½", "٣", "Ⅷ", "一", "_a", "1a", "a b", "é", "\t\n", "\u2003", "a\n", "\x7f", "class", "a-b", "ﬁ", "À", "\u200b", "😀", "ª", "a_1", "٣a"]
names = ["isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isidentifier", "isprintable", "isascii", "islower", "isupper"]
for s in samples:
    print(ascii(s), [name[2:] for name in names if getattr(s, name)()])
print("a".isalpha(), str.isalpha("ab"), all(chr(c).isprintable() for c in range(32, 127)), [c for c in range(256) if chr(c).isspace()], sum(chr(c).isalpha() for c in range(256)), [c for c in range(256) if chr(c).isdigit()], [c for c in range(256) if chr(c).isnumeric()])
import keyword

print([w for w in ("if", "None", "x", "print", "yield") if keyword.iskeyword(w)])
