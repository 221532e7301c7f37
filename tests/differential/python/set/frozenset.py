f = frozenset([1, 2, 3])
print(hash(f) == hash(frozenset([3, 2, 1])), {f: "x"}[frozenset((2, 1, 3))], f == {1, 2, 3}, {1, 2, 3} == f, f in {f}, frozenset(f) is f, f.copy() is f, frozenset() is frozenset() or frozenset() == frozenset())
print({1, 2, 3} in {f}, sorted(f | {9}), sorted(f & [1] if False else f.intersection([1])), [sorted(x) for x in sorted({frozenset("ab"), frozenset("ba"), frozenset()}, key=len)], f < {1, 2, 3, 4}, f.isdisjoint([]))
s = {f}
s.discard({1, 2, 3})
print(s)
s.add(f)
s.remove({3, 2, 1})
print(s)
for call in (lambda: f.add(1), lambda: f.remove(1), lambda: f.__setitem__(0, 1), lambda: f.pop()):
    try:
        call()
    except AttributeError as error:
        print(error)
g = f
g |= {4}
print(sorted(f), sorted(g), type(g).__name__)


class F(frozenset):
    def __new__(cls, items=()):
        self = super().__new__(cls, items)
        self.tag = "t"
        return self


x = F([1, 2])
print(x == {1, 2}, x.tag, type(x | {3}).__name__, type(x.copy()).__name__, hash(x) == hash(frozenset([1, 2])), len(x), repr(F([1])), repr(frozenset([F([5])])))


class S(set):
    def add(self, item):
        super().add(str(item))


y = S([1])
y.add(2)
print(len(y), "2" in y, type(y & {1}).__name__, type(y.union()).__name__, repr(S([7])), y.__dict__)
print([sorted(p) for p in sorted((frozenset(p) for p in ([1, 2], [2], [], [1, 2, 3])), key=len)], frozenset(range(3)), frozenset({1: 2}), frozenset("a"))
