log = []


def src(name, items):
    for x in items:
        log.append(f"{name}{x}")
        yield x


def show(*v):
    print(*v, log)
    log.clear()


z = zip(src("a", [1, 2, 3]), src("b", [1, 2]))
show()
show(next(z))
show(list(z))
m = map(lambda x, y: x + y, src("a", [1, 2]), src("b", [10, 20, 30]))
show(next(m), list(m))
f = filter(lambda x: x % 2, src("f", range(5)))
show(next(f))
show(list(f), list(filter(None, [0, 1, "", "a", None, []])))
e = enumerate(src("e", "xy"), start=5)
show(next(e), list(e))
show(any(src("any", [0, 1, 2])), all(src("all", [1, 0, 2])))
show(2 in src("in", [1, 2, 3]))
show(max(src("m", [3, 1]), key=lambda x: -x), min([], default="d"), max((), default=None), max("b", "a", key=ord))
a, b, *c = src("u", range(4))
show(a, b, c)
show(dict(zip("ab", [1, 2])), list(zip()), list(zip([1])), list(zip(*[(1, 2), (3, 4)])), list(map(max, [1, 5], [3, 2])))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as error:
    print(error)
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as error:
    print(error)
print(list(zip([1], [2], strict=True)), sum([1, 2], 10), sum([[1], [2]], []), sum(()), sum([0.5, 1]), sum([True, True]), sum({1: 2, 3: 4}))
for bad in (lambda: sum(["a"], ""), lambda: sum([1], "x"), lambda: map(len), lambda: map(), lambda: filter(None), lambda: zip([1], strict=2) and next(zip(5)), lambda: enumerate(), lambda: enumerate([1], "x"), lambda: reversed({1: 2}.items()) and reversed(iter([])), lambda: next(map(5, [1])), lambda: max(1), lambda: max(1, 2, default=3), lambda: max([1, "a"]), lambda: min([], [1], key=5), lambda: all(1, 2)):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(error)
it = iter(src("i", [1, 2]))
print(next(it), next(it), next(it, "dflt"))
n = 0


def tick():
    global n
    n += 1
    return n


print(list(iter(tick, 5)), list(iter(lambda: "x", "x")))
it = iter(tick, 8)
print(next(it), list(it), list(it))
