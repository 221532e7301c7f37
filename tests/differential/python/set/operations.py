a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(b - a), sorted(a ^ b), a <= b, {3} < a, a >= {1, 2}, a > a, a == {4, 3, 2, 1}, a != b, a.isdisjoint({9}), a.isdisjoint(b))
print(sorted(a.union(b, [9], "x" and [8])), sorted(a.intersection(b, range(4))), sorted(a.difference([1], (2,))), sorted(a.symmetric_difference([1, 7])), a.issubset(range(10)), a.issuperset([1]), sorted(a.union()), sorted(a.intersection()))
c = set(a)
c |= {10}
c &= {1, 2, 10, 11}
c -= {2}
c ^= {1, 5}
print(sorted(c))
c.update([1], (2,), {3: 0})
c.intersection_update([1, 2, 3, 10], {1, 2, 3})
c.difference_update([1])
c.symmetric_difference_update([2, 8])
print(sorted(c), c.add(8), c.discard(99), c.remove(8), sorted(c), len(c), c.pop(), c, c.copy() is c, c.clear(), c)
for call in (lambda: a.remove(99), lambda: set().pop(), lambda: a | [1], lambda: a & "x", lambda: a - 1, lambda: a < [1], lambda: {[]}, lambda: a.add({}), lambda: hash(a), lambda: a[0], lambda: a + b, lambda: set(5), lambda: set(1, 2), lambda: a.union(5), lambda: {a: 1}, lambda: [] in a, lambda: a.foo):
    try:
        print(call())
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(set(), {1}, frozenset(), frozenset([1]), {()}, sorted({1, 1.0, True, 2}), len({0, False, 0.0, -0.0}), set("aab") == {"a", "b"}, bool(set()), {1} in [{1}], type({1} | frozenset()).__name__, type(frozenset() | {1}).__name__)
