i = "outer"
print([i for i in range(3)], i, {i for i in "a"}, {i: i for i in (1,)}, list(i for i in (2,)), i)


def f(n):
    k = 10
    return [[i * j + k + n for j in range(2)] for i in range(2)]


print(f(1))
fs = [lambda: i for i in range(3)]
print([g() for g in fs], i)
fs = [lambda i=i: i for i in range(3)]
print([g() for g in fs])


class C:
    n = 3
    a = [x for x in range(n)]
    try:
        b = [x * n for x in range(2)]
    except NameError as error:
        b = str(error)
    c = [x for x in (lambda: [1, 2])()]


print(C.a, C.b, C.c)


def walrus():
    data = [1, 2, 3, 4]
    found = [y for x in data if (y := x * x) > 4]
    return found, y, any((hit := x) > 2 for x in data), hit


print(walrus())
total = 0
print([total := total + x for x in range(5)], total)


def late():
    gen = (x + offset for x in range(3))
    offset = 100
    return list(gen)


print(late())
try:
    gen = (x for x in undefined)
except NameError as error:
    print(error)
gen = (undefined for x in range(1))
try:
    next(gen)
except NameError as error:
    print(error)
gen = (x for x in range(2) for y in undefined2)
try:
    next(gen)
except NameError as error:
    print(error)
source = [1, 2, 3]
gen = (x for x in source)
source = [9]
print(list(gen))
print([x for x in [y for y in range(4)] if x % 2], [(x, y) for x in range(3) for y in range(x)], [x for x in range(20) if x % 2 if x % 3], [x if x else "zero" for x in range(2)], [[] for _ in range(2)])
print([a for a, in [(1,), (2,)]], [a + b for (a, b) in zip("ab", "cd")], {k: [v for v in range(k)] for k in range(3)}, [*(x for x in "ab")], sum(x for x in [1, 2]), dict((x, y) for x, y in [(1, 2)]))


def nested():
    x = 1
    return [[(x, y, z) for z in range(y)] for y in range(x, 3) for x in [5]]


print(nested(), eval("[q + w for q in range(2)]", {"w": 5}), [n for n in [1, 2, 3] for n in [n * 2]])
