def r(f, *a, **k):
    try:
        return f(*a, **k)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


# slices
vals = [None, 0, 1, 2, 3, 5, -1, -2, -3, -7, 100, -100, 2**70, -(2**70)]
steps = [None, 1, 2, 3, -1, -2, -5, 0, 2**70, -(2**70)]
out = []
for a in vals:
    for b in vals:
        for c in steps:
            s = slice(a, b, c)
            for base in ([0, 1, 2, 3, 4, 5], (0, 1, 2, 3, 4, 5), range(6), "abcdef", [], b"abcdef"):
                out.append(r(lambda: base[s]))
            l = [0, 1, 2, 3, 4, 5]

            def dele():
                del l[s]

            out.append(r(dele))
            out.append(list(l))
            l = [0, 1, 2, 3, 4, 5]

            def setit():
                l[s] = [9, 8]

            out.append(r(setit))
            out.append(list(l))
            l = [0, 1, 2, 3, 4, 5]

            def setit3():
                l[s] = "xyz"

            out.append(r(setit3))
            out.append(list(l))
            out.append(r(s.indices, 6))
import sys

acc = 0
for i, o in enumerate(out):
    t = repr(o)
    acc = (acc * 31 + sum(map(ord, t)) + len(t)) % 1000000007
    if i % 1500 == 0:
        print(i, t, acc)
print(acc, len(out))
# ranges
out = []
nums = [0, 1, -1, 2, 5, -5, 10, 100, -100, 2**61, 2**62, -(2**62), 2**62 - 1, 2**63, -(2**63), 2**64 + 5, -(2**70)]
for a in nums:
    for b in nums:
        for c in (1, 2, -1, 3, -7, 2**61, -(2**62), 2**65):
            x = range(a, b, c)
            out.append(repr(x))
            out.append(r(len, x))
            out.append(bool(x))
            for i in (0, -1, 3, 2**40):
                out.append(r(lambda: x[i]))
            for n in (a, b, a + c, b - 1, a + 3 * c, 7):
                out.append((n in x, r(x.index, n), x.count(n)))
            out.append(x[::-1])
            out.append(x[2:])
            out.append(x[-3:])
            out.append(x[:: 2**64])
            it = iter(x)
            out.append([next(it, None) for _ in range(3)])
            it = reversed(x)
            out.append([next(it, None) for _ in range(3)])
            out.append(x == range(a, b, c))
for i, o in enumerate(out):
    t = repr(o)
    acc = (acc * 31 + sum(map(ord, t)) + len(t)) % 1000000007
    if i % 2500 == 0:
        print(i, t, acc)
print(acc)
