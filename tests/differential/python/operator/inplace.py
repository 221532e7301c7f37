log = []


class I:
    def __init__(self, v):
        self.v = v

    def __iadd__(self, o):
        log.append("iadd")
        self.v += o
        return self

    def __isub__(self, o):
        log.append("isub")
        return "replaced"

    def __imul__(self, o):
        log.append("imul")
        return NotImplemented

    def __mul__(self, o):
        log.append("mul")
        return I(self.v * o)

    def __add__(self, o):
        log.append("add")
        return I(self.v + o)

    def __itruediv__(self, o):
        pass


a = b = I(1)
a += 5
print(a is b, a.v, log)
a *= 3
print(a is b, a.v, b.v, log)
a -= 1
print(a, log)
b /= 2
print(b)
x = I(1)
try:
    x @= 2
except TypeError as error:
    print(error)
for op in ("+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "&=", "|=", "^=", "<<=", ">>="):
    try:
        exec(f"x {op} 'a'", {"x": object.__new__(type("E", (), {}))})
    except TypeError as error:
        print(error)
lst = alias = [1]
lst += "ab"
lst += (1,)
lst *= 2
print(lst, alias is lst)
lst = lst + [9]
print(alias is lst)
try:
    lst += 5
except TypeError as error:
    print(error)
t = alias = (1,)
t += (2,)
t *= 2
print(t, alias)
s = alias = {1}
s |= {2}
s -= {1}
print(s, alias is s)
f = alias = frozenset({1})
f |= {2}
print(len(f), len(alias))
d = {"k": [1]}
d["k"] += [2]


class Holder:
    pass


h = Holder()
h.items = []
h.items += [1]
h.n = 5
h.n **= 2
print(d, h.items, h.n)
tup = ([],)
try:
    tup[0] += [1]
except TypeError as error:
    print(error, tup)
m = [[0] * 2 for _ in range(2)]
m[0][1] += 5
m[1][0] -= 1
print(m)
s = "a"
s += "b"
s *= 3
s %= ()
print(s)


def local():
    n = 0
    for i in range(5):
        n += i
        n <<= 1
    return n


print(local())
