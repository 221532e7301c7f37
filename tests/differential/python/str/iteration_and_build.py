s = "hello"
print(list(s), tuple(s), [c for c in s], list(reversed(s)), list(enumerate(s, 1)), dict(zip(s, range(9))), sorted(set(s)), max(s), min(s), "".join(sorted(s)))
it = iter(s)
print(next(it), next(it), list(it), next(it, "end"), list(it))
print([a + b for a, b in zip(s, s[1:])], [s[i : i + 2] for i in range(0, len(s), 2)], " ".join(s), "-".join(reversed(s)), s[::-1] == "".join(reversed(s)))
out = ""
for i in range(2000):
    out += str(i % 10)
print(len(out), out[:15], out[-5:], out.count("0"))
text = s
text += " world"
alias = text
text += "!"
print(alias, text, s)
a, *b, c = s
print(a, b, c)
x, y = "no"
print(x, y)
try:
    a, b = "abc"
except ValueError as error:
    print(error)
print(all(c in s for c in "leh"), any(c > "o" for c in s), "".join(c * 2 for c in s), sum(ord(c) for c in s), {c: s.count(c) for c in s}, "l" in s, "ll" in s, "lll" not in s)
print(str(123) + str(1.5) + str(None) + str([1]), str(type(5)), str(print)[:9], str(NotImplemented), str(...), str("x"), str(ValueError("m")), repr(ValueError("m")))
