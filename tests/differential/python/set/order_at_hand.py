"""<= and >= of sets of every kind and size, in conditions and as values."""


class Odd:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        return isinstance(other, Odd) and self.n == other.n

    def __repr__(self):
        return f"Odd({self.n})"


def compare(a, b):
    found = []
    if a <= b:
        found.append("le")
    if not a <= b:
        found.append("not le")
    if a >= b:
        found.append("ge")
    n = 0
    while n < 2 and a >= b:
        n += 1
    found.append(n)
    found += [a <= b, a >= b, a < b, a > b, a == b]
    return found


emptied = {1, 2}
emptied.clear()
removed = set(range(12))
for i in (0, 5, 11):
    removed.discard(i)
sets = [
    set(), frozenset(), emptied, {1}, {1.0}, {True}, {-1}, {-2}, frozenset([2]), {1, 2}, frozenset(range(8)), set(range(9)), set(range(12)), removed,
    set(range(300)), frozenset(range(299)), {"a"}, {"a", "b"}, frozenset("abcdefghijkl"), {(1, 2)}, {(1, 2), "a"}, {1 << 70}, {1 << 70, 1},
    {Odd(1)}, {Odd(1), Odd(4), Odd(7)}, {Odd(i) for i in range(20)}, {float("inf"), 2.5}, {None, False},
]  # fmt: skip
for a in sets:
    for b in sets:
        print(compare(a, b), end=" ")
    print()


class Mine(set):
    def __le__(self, other):
        return "mine"


print(Mine() <= set(), set() >= Mine(), frozenset() <= Mine([1]), Mine([1]) >= frozenset())
for bad in ([], {}, "", None, 3):
    try:
        print({1} <= bad)
    except TypeError as e:
        print(e)


class Failing:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("no equality")


try:
    print({Failing()} <= {1, 2})
except ValueError as e:
    print("ValueError", e)
