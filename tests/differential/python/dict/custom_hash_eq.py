log = []


class K:
    def __init__(self, name, h):
        self.name, self.h = name, h

    def __hash__(self):
        log.append("hash " + self.name)
        return self.h

    def __eq__(self, other):
        log.append(f"{self.name}=={getattr(other, 'name', other)}")
        return isinstance(other, K) and self.name[0] == other.name[0]

    def __repr__(self):
        return self.name


def show(*values):
    print(*values, log)
    log.clear()


a, b, a2 = K("a1", 5), K("b1", 5), K("a2", 5)
d = {}
d[a] = 1
show(d)
d[b] = 2
show(d)
d[a2] = 3
show(d)
show(a in d)
show(d[a], d.get(b))
show(K("a9", 6) in d)
show(d.pop(a2), d)
show(5 in d)
show({a, a2, b} is not None)
show({a: 1} == {a2: 1})
show([a, b].index(a2))


class BadHash:
    def __hash__(self):
        return "x"


class RaiseHash:
    def __hash__(self):
        raise ValueError("no hash")


class RaiseEq:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("no eq")


class BigHash:
    def __hash__(self):
        return 2**100


for make in (lambda: {BadHash(): 1}, lambda: {RaiseHash()}, lambda: {RaiseEq(1): 1, RaiseEq(2): 2}, lambda: RaiseEq(1) in {RaiseEq(2): 1}):
    try:
        make()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
r = RaiseEq(1)
print({r: 1}[r], r in {r}, hash(BigHash()) == hash(2**100), len({BigHash(): 1}))


class OnlyEq:
    def __eq__(self, other):
        return True


try:
    {OnlyEq(): 1}
except TypeError as error:
    print(error)


class Back(OnlyEq):
    __hash__ = object.__hash__


print(len({Back(): 1}), OnlyEq.__hash__, hash(-1), {-1: "m1", -2: "m2"}[-2])
