t = (1, "a", 2.5)
print(t, t[0], t[-1], t[1:], t[::-1], len(t), "a" in t, t.index("a"), t.count(1), t + (4,), t * 2, 0 * t, (), (1,), (1, 2) + ())
print(tuple(), tuple("ab"), tuple([1, 2]), tuple({1: 2}), tuple(range(3)), tuple(x for x in "xy"), tuple((1, 2)) is not None, 1, (2), (3,)[0])
print((1, 2) == (1, 2), (1, 2) == [1, 2], (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, "a") < (1, "b"), (2,) > (1, 9, 9), max((1, 2), (1, 3)))
print(hash((1, 2)) == hash((1.0, 2.0)), {(1, 2): "x"}[(1, 2)], len({(), (), (1,), (1.0,)}), hash(()) == hash(()), (1, 2) in {(1, 2)})
a, b = 1, 2
a, b = b, a
(c, d), [e, *f] = (3, 4), "xyz"
print(a, b, c, d, e, f)
x = 1, 2, 3
y = *x, 4
print(x, y, (*x, *y), [*x], x is (x), (x,)[0] is x, tuple(x) is x, x[:] == x)
for call in (lambda: t[3], lambda: t["a"], lambda: t.index("zz"), lambda: t + [1], lambda: t < 5, lambda: hash(([],)), lambda: t * "a", lambda: t.append(1), lambda: tuple(5), lambda: t - t, lambda: (1, "a") < (1, 2), lambda: tuple(1, 2)):
    try:
        print(call())
    except (IndexError, TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    t[0] = 5
except TypeError as error:
    print(error)
try:
    del t[0]
except TypeError as error:
    print(error)
n = ([], 1)
n[0].append("inner")
print(n, repr(((),)), str((1,)), (None, (True, (...,))), ((1, 2), (3, 4))[1][0])
