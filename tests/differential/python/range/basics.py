for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(0), range(5, 2), range(-3, 3), range(3, -3, -1), range(1, 2, 100)):
    print(r, len(r), list(r), r.start, r.stop, r.step, bool(r), list(reversed(r)), r[::-1], sum(r))
r = range(0, 20, 3)
print(r[2], r[-1], r[1:4], r[::2], r[5:1:-2], 6 in r, 7 in r, 6.0 in r, 6.5 in r, "6" in r, True in range(3), None in r, r.index(9), r.count(9), r.count(10), r.index(True) if True in r else "no")
print(range(3) == range(0, 3, 1), range(0, 3, 2) == range(0, 4, 2), range(0) == range(5, 2), range(1, 2) == range(1, 3, 5), range(3) == [0, 1, 2], hash(range(3)) == hash(range(0, 3)), hash(range(0)) == hash(range(2, 1)), {range(2): "x"}[range(0, 2)])
for call in (lambda: range(), lambda: range(1, 2, 0), lambda: range(1.0), lambda: range("3"), lambda: range(1, 2, 3, 4), lambda: r[7], lambda: r[-8], lambda: r["a"], lambda: r.index(1), lambda: range(3) + range(3), lambda: range(3) < range(4), lambda: range(None), lambda: hash(range(3)) and range(3).append(1), lambda: r.index("x")):
    try:
        print(call())
    except (TypeError, ValueError, IndexError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    r[0] = 1
except TypeError as error:
    print(error)
try:
    r.start = 5
except AttributeError as error:
    print(error)
print(max(r), min(r), sorted(r, reverse=True)[:2], tuple(r)[:2], [*range(3)], list(zip(range(3), range(10, 13))), list(map(str, range(3))), type(iter(r)).__name__)
