a, b = 1, 2
(c, d) = [3, 4]
[e, f] = "xy"
g, (h, [i, j]), k = 1, (2, (3, 4)), 5
l, = [9]
(m), n = 1, 2
*o, = range(3)
p, *q = "abc"
*r, s = "abc"
t, *u, v = range(6)
w, *x, y, z = range(3)
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z)
(a, *b), *c = [[1, 2, 3], 4, 5]
print(a, b, c)
[[[a]]] = [[["deep"]]]
print(a)
a = b = c, d = 1, 2
print(a, b, c, d)
x = [1, 2, 3]
x[0], x[1:] = "first", ["rest"]
print(x)


class O:
    pass


o = O()
o.a, o.b, *o.c = 1, 2, 3, 4
print(o.a, o.b, o.c)
d = {}
d["k"], d["j"] = 1, 2
for d["loop"], *d["rest"] in [(1, 2, 3), (4, 5)]:
    pass
print(d)
for (a, b), c in [((1, 2), 3)]:
    print(a, b, c)
print([x + y for x, y in [(1, 2), (3, 4)]], {k: v for k, (v, _) in {"a": (1, 2)}.items()}, [b for _, *b in [(1, 2, 3), (4,)]])
(a, b), [c, d] = (1, 2), (3, 4)
() = ()
[] = []
[] = ""
with_swap = [1, 2, 3]
with_swap[0], with_swap[-1] = with_swap[-1], with_swap[0]
print(with_swap)
i = 0
i, with_swap[i] = 2, "set"
print(i, with_swap)
a, a = 1, 2
print(a)
