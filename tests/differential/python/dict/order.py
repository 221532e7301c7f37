d = {"b": 1, "a": 2, "c": 3}
d["a"] = 20
d["z"] = 0
del d["b"]
d["b"] = 10
print(d, list(d), list(d.values()), list(d.items()), list(reversed(d)), list(reversed(d.items())), d.popitem(), d)
d.update({"a": 5, "new": 6})
d.update([("x", 1), ("y", 2)], z=9, kw=8)
print(d, d.setdefault("a", 99), d.setdefault("q"), d.setdefault("r", []), d)
e = {k: i for i, k in enumerate("hello")}
print(e, {**e, "h": 100, **{"zz": 1}}, dict(e, l=7), e | {"h": "H"}, {"h": "H"} | e)
e |= {"new": 1}
e |= [("pair", 2)]
print(e, dict(zip("ab", (1, 2))), dict([("k", 1), ["l", 2], "mn"]), dict(a=1), dict({}, **{"b c": 1}), dict.fromkeys("aba"), dict.fromkeys([1, 2], []))
big = {}
for i in range(1000):
    big[i * 7 % 1009] = i
for i in range(0, 1009, 3):
    big.pop(i, None)
for i in range(500):
    big[i] = "again"
print(len(big), list(big)[:8], list(big)[-3:], sum(k for k in big))
while len(big) > 3:
    big.popitem()
print(big)
print({1: "a", True: "b", 1.0: "c"}, {0: 1, False: 2, 0.0: 3, -0.0: 4}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: 1} == {1.0: True}, {} == [], {1: 2} != {1: 3})
