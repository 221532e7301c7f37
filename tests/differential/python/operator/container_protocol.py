log = []


class C:
    def __getitem__(self, k):
        log.append(f"get {k!r}")
        if isinstance(k, int) and k >= 3:
            raise IndexError(k)
        return k

    def __setitem__(self, k, v):
        log.append(f"set {k!r} {v!r}")

    def __delitem__(self, k):
        log.append(f"del {k!r}")


def show(*v):
    print(*v, log)
    log.clear()


c = C()
show(c[1], c["a"], c[1:2], c[1, 2], c[...], c[None:], c[::-1], c[(1,)])
c[0] = 1
c[1:2, 3] = 2
c[0] += 5
del c[0], c[::2]
show()
show(list(c), 2 in c, 9 in c, [*c], tuple(c), max(c))
a, b, d = c
show(a, b, d)
show([x for x in c], sorted(c, reverse=True), sum(c), dict(zip(c, "xyz")), list(map(str, c)))
it = iter(c)
show(next(it), next(it), next(it), next(it, "end"), type(it).__name__)
for bad in (lambda: len(c), lambda: reversed(c), lambda: c()):
    try:
        bad()
    except TypeError as error:
        show(error)


class Len(C):
    def __len__(self):
        log.append("len")
        return 3


show(list(reversed(Len())), len(Len()), bool(Len()), list(Len()))


class Has:
    def __contains__(self, x):
        log.append(f"contains {x}")
        return x


show(1 in Has(), 0 in Has(), [] not in Has(), "x" not in Has())


class It:
    def __iter__(self):
        log.append("iter")
        return iter([1, 2, 3])


show(2 in It(), 9 not in It(), [*It()])


class BadIter:
    def __iter__(self):
        return 5


class BadNext:
    def __iter__(self):
        return self


for bad in (lambda: list(BadIter()), lambda: iter(BadNext()), lambda: 1 in BadIter(), lambda: next(It())):
    try:
        bad()
    except TypeError as error:
        print(error)
