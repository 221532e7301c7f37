its = [iter([1, 2]), iter((1, 2)), iter("ab"), iter({1: 2}), iter({1}), iter(range(2)), iter(range(10**20)), iter(b"a"), iter(bytearray(b"a")), iter({}.values()), iter({}.items()), reversed([1]), reversed((1,)), reversed("a"), reversed(range(3)), reversed({1: 2}), zip(), map(str, []), filter(None, []), enumerate([]), iter(int, 0), (x for x in [])]
for it in its:
    print(type(it).__name__, iter(it) is it, hasattr(it, "__next__"), hasattr(it, "__length_hint__"), hasattr(it, "__len__"))
it = iter([1, 2, 3, 4])
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__())
a = [1, 2, 3]
i1, i2 = iter(a), iter(a)
print(next(i1), next(i1), next(i2), list(zip(i1, i2)), list(i2))
it = iter("abcdef")
print(list(zip(it, it)), [x + next(it, "!") for x in it])
it = iter(range(6))
print([(x, next(it)) for x in it])
it = iter([1, 2, 3, 4, 5])
for x in it:
    if x == 2:
        break
print(list(it))
it = iter([3, 1, 2])
print(2 in it, list(it), 5 in it)
print(sorted(iter([2, 1])), list(reversed(list(iter("ab")))), "".join(iter(["a", "b"])), set(iter([1])), [*iter([1])], dict(iter([(1, 2)])), max(iter([1, 3])), sum(iter([1, 2])))


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return Countdown.It(self.n)

    class It:
        def __init__(self, n):
            self.n = n

        def __iter__(self):
            return self

        def __next__(self):
            if self.n <= 0:
                raise StopIteration
            self.n -= 1
            return self.n + 1


c = Countdown(3)
print(list(c), list(c), [(x, y) for x in c for y in c][:4], [*c, *c], dict(enumerate(c)), list(zip(c, c)), max(c), sorted(c), sum(c), 2 in c)
x, y, z = c
first, *rest = c
print(x, y, z, first, rest)


class Old:
    def __getitem__(self, i):
        return [10, 20, 30][i]


print(list(Old()), 20 in Old(), [*Old()], list(enumerate(Old())), iter(Old()).__class__.__name__)


class Raising:
    def __iter__(self):
        return self

    def __next__(self):
        raise KeyError("next")


for f in (list, tuple, set, sum, max, sorted, "".join, any, lambda r: [*r], lambda r: [x for x in r], lambda r: dict(r), lambda r: 1 in r, next):
    try:
        f(Raising())
    except KeyError as error:
        print(error, end=" ")
print()
