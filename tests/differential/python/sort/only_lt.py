class OnlyLt:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __repr__(self):
        return f"<{self.n}>"


class OnlyGt:
    def __init__(self, n):
        self.n = n

    def __gt__(self, other):
        return self.n > other.n

    def __repr__(self):
        return f"[{self.n}]"


class None_:
    pass


print(sorted([OnlyLt(n) for n in (3, 1, 2)]), sorted([OnlyGt(n) for n in (3, 1, 2)]), min(OnlyLt(2), OnlyLt(1)), max([OnlyGt(5), OnlyGt(9)]))
for make in (lambda: sorted([None_(), None_()]), lambda: min(None_(), None_()), lambda: max([None_(), None_()]), lambda: sorted([OnlyLt(1), 5]), lambda: sorted([5, OnlyGt(1)])):
    try:
        make()
        print("no error")
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Truthy:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return [1] if self.n < other.n else []

    def __repr__(self):
        return str(self.n)


print(sorted([Truthy(n) for n in (5, 2, 8, 1)]))
from functools import cmp_to_key, total_ordering

print(sorted([5, 2, 8, 1], key=cmp_to_key(lambda a, b: b - a)), sorted(["10", "9", "2"], key=cmp_to_key(lambda a, b: int(a) - int(b))))


@total_ordering
class V:
    def __init__(self, s):
        self.parts = tuple(map(int, s.split(".")))

    def __eq__(self, other):
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts

    def __repr__(self):
        return ".".join(map(str, self.parts))


print(sorted(map(V, ["1.10", "1.9", "1.9.1", "0.5"])), V("1.2") >= V("1.2"), V("1.3") > V("1.2"), max(V("2.0"), V("10.0")))
