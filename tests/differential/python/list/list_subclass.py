class Stack(list):
    def push(self, *items):
        self.extend(items)
        return self

    def __getitem__(self, index):
        if isinstance(index, str):
            return getattr(self, index)
        return super().__getitem__(index)

    def __len__(self):
        return 42

    def append(self, item):
        super().append(("wrapped", item))


s = Stack([1, 2])
s.push(3, 4)
s.append(5)
s.extra = "attr"
print(s, s[0], s["extra"], len(s), list(s), s.__len__(), s == [1, 2, 3, 4, ("wrapped", 5)], isinstance(s, list))
print(type(s + [1]).__name__, type(s[:2]).__name__, type(s * 2).__name__, type(s.copy()).__name__, s.pop(), [*s], tuple(s), bool(s), bool(Stack()))
s += [9]
print(s, type(s).__name__, s.__dict__, 9 in s, s.index(9), sorted(s), sum(s), repr(s), str(s))
a, b, *c = s
print(a, b, c)


class Bad(list):
    def __iter__(self):
        return iter(["from", "iter"])


b = Bad([1, 2])
print(b, list(b), [*b], tuple(b), [x for x in b], b == [1, 2], "-".join(b), b[0], len(b), sorted(b))
x = []
x.extend(b)
print(x, [] + b)


class Init(list):
    def __init__(self, n):
        super().__init__(range(n))
        self.n = n


print(Init(4), Init(3).n, Init(2) + Init(1), type(Init(2)).__mro__[1].__name__)
