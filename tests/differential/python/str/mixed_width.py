# Strings of one-, two- and four-byte characters, joined, sliced, searched and compared.
parts = ["abc", "éü", "€λ", "😀𝒳", "", "\x00"]
for a in parts:
    row = []
    for b in parts:
        c = a + b
        row.append((len(c), c[len(a):] == b, c.startswith(a), c.endswith(b), a in c, c.find(b), c == b + a, c.count(b) if b else -1))
    print(row)
whole = "".join(parts)
print(len(whole), [ascii(whole[i]) for i in range(len(whole))])
print(ascii(whole[::-1]), ascii(whole[3:7]), ascii(whole.replace("é", "😀")), ascii(whole.replace("😀", "x")), ascii(whole.upper()))
narrow = whole[:3]
print(narrow == "abc", hash(narrow) == hash("abc"), {narrow: 1}.get("abc"), narrow.isascii(), whole[3:5].isascii(), whole.encode("utf-8").decode() == whole)
text = ""
for i in range(300):
    text += chr(i * 37 % 0x2FFF + 1)
print(len(text), sum(map(ord, text)), ascii(text[150:155]), text.find(text[200:203]), text.rfind(text[0]), ascii(min(text)), ascii(max(text)))
print(sorted("héllo wörld😀€"), ascii("😀" * 3), "€" * 2 + "a", ("é" + "a" * 10).strip("é"), "aéa".split("é"), "é,€,😀".split(","), "é".join(["a", "€"]), "a€".partition("€"))
