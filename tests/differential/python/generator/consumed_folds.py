"""sum, min, max, any and all of generators, over items that are simple and items that are not, mixed."""

from fractions import Fraction

BIG = 1 << 61


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("asked", self.value)
        return self.value


rows = [
    [], [0], [1], [True], [False], [True, False, True], [1, 2.5], [2.5, 1], [BIG, BIG, BIG], [-BIG, -BIG, -BIG, 5], [1, True, BIG * 4, False, 2.0],
    [1, Fraction(1, 2), 3], [3, 1, 2], [3, 1.5, 2], [1.5, 1, True], [True, 1], [1, True], [2, BIG * 8, -BIG * 8, 1], [0.0, -0.0], [-0.0, 0, 0.0],
    [5, 5, 5], [float("nan"), 1], [1, float("nan"), 0],
]  # fmt: skip
for row in rows:
    print(row, sum(x for x in row), sum((x for x in row), 10), any(x for x in row), all(x for x in row), end=" ")
    for extreme in (min, max):
        try:
            found = extreme(x for x in row)
            print(found, type(found).__name__, end=" ")
        except ValueError as e:
            print(e, end=" ")
    print()

truths = [[None, False, 0, "", [], {}, 0.0, Truth(False), 3, Truth(True)], [True, 1, "a", [0], 2.0, Truth(True), None, Truth(True)]]
for row in truths:
    print(any(x for x in row), all(x for x in row), any(not x for x in row), all(not x for x in row))
for bad in ([1, "a"], ["a", 1], [None, 1], [1, None], [True, "a"], [2, []]):
    for use in (sum, min, max):
        try:
            print(use(x for x in bad))
        except TypeError as e:
            print(e)
left = iter(range(10))
print(any(x > 3 for x in left), list(left))
left = iter(range(10))
print(all(x < 3 for x in left), list(left))
print(sum(1 for row in rows for x in row if x), max(len(row) for row in rows), sum(1 if 1 in row else 0 for row in rows))
