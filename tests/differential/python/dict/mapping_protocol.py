class M:
    def __init__(self, **kw):
        self.kw = kw

    def keys(self):
        print("keys", end=" ")
        return self.kw.keys()

    def __getitem__(self, key):
        print("get", key, end=" ")
        return self.kw[key]


m = M(a=1, b=2)
print(dict(m), {**m}, (lambda **k: k)(**m))
d = {}
d.update(m)
print(d)
print(dict(m, c=3))


class Pairs:
    def __iter__(self):
        return iter([("x", 1), ["y", 2]])


print(dict(Pairs()), dict(iter([(1, 2)])), dict([]), dict(()), dict({}.items()))


class NoGet:
    def keys(self):
        return ["a"]


for bad in (lambda: dict(NoGet()), lambda: {**[1]}, lambda: (lambda **k: k)(**{1: 2}), lambda: dict(**{1: 2}), lambda: dict([("a", 1, 2)]), lambda: dict(["a"]), lambda: (lambda **k: k)(a=1, **{"a": 2}), lambda: dict(a=1, **{"a": 2})):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, str(error).replace("__main__.", "").split("<lambda>")[-1])
from types import MappingProxyType

src = {"a": 1}
p = MappingProxyType(src)
src["b"] = 2
print(p, p["b"], len(p), "a" in p, list(p), p | {"c": 3}, p == src, p.get("zz", 0))
try:
    p["c"] = 1
except TypeError as error:
    print(error)
