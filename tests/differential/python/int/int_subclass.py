class Money(int):
    def __new__(cls, value, currency="EUR"):
        self = super().__new__(cls, value)
        self.currency = currency
        return self

    def __add__(self, other):
        return Money(int(self) + int(other), self.currency)

    def __repr__(self):
        return "Money(%d, %r)" % (self, self.currency)


m = Money(5, "USD")
print(m, repr(m), m + 1, type(m + 1).__name__, m.currency, type(m * 2).__name__, 1 + m, type(1 + m).__name__)
print(m == 5, hash(m) == hash(5), {5: "five"}[m], [10, 20, 30, 40, 50, 60][m], isinstance(m, int), m is m.__int__())
print(sum([m, m]), max(m, 3), int(m), type(int(m)).__name__, type(+m).__name__, type(abs(m)).__name__, m.bit_length())
print(f"{m} {m:03d} {m!r}", str(m), "%d %s" % (m, m))


class Weird(int):
    def __eq__(self, other):
        return "eq"

    def __hash__(self):
        return 7

    def __bool__(self):
        return False

    def __index__(self):
        return 1


w = Weird(9)
print(w == 1, w != 1, hash(w), bool(w), "yes" if w else "no", [1, 2, 3][w] if False else "-", w + 1, int(w))
