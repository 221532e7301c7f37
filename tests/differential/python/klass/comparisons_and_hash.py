class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n if isinstance(other, V) else NotImplemented


class H(V):
    def __hash__(self):
        return hash(self.n)


class Sub(H):
    pass


class SubEq(H):
    def __eq__(self, other):
        return False


print(V(1) == V(1), V(1) != V(1), V(1) == 1, V(1) != 1, V.__hash__, H(1) in {H(1)}, Sub(1) in {H(1)}, SubEq.__hash__, hash(Sub(5)) == hash(5))
for bad in (lambda: hash(V(1)), lambda: {V(1)}, lambda: {SubEq(1): 1}, lambda: V(1) < V(2), lambda: sorted([V(1), V(2)])):
    try:
        print(bad())
    except TypeError as error:
        print(error)


class Default:
    pass


a, b = Default(), Default()
print(a == a, a == b, a != b, a in [b], a in [a], hash(a) == hash(a), len({a, b, a}), a.__eq__(b), a.__ne__(a), a.__lt__(b), object.__eq__(a, a))


class NeOnly:
    def __ne__(self, other):
        return "ne!"


class EqOnly:
    def __eq__(self, other):
        return "eq!"


class EqFalse:
    def __eq__(self, other):
        return []


n, e, f = NeOnly(), EqOnly(), EqFalse()
print(n != 1, n == 1, e == 1, e != 1, f == 1, f != 1, not (f == 1), 1 == e, 1 != n, e in [1], [1] == [e], (f,) == (1,))


class Order:
    def __init__(self, n):
        self.n = n

    def __lt__(self, o):
        return ("lt", self.n, o.n)

    def __le__(self, o):
        return ("le", self.n, o.n)

    def __gt__(self, o):
        return ("gt", self.n, o.n)

    def __ge__(self, o):
        return ("ge", self.n, o.n)


class OrderSub(Order):
    pass


class OrderOver(Order):
    def __gt__(self, o):
        return ("over gt", self.n, o.n)


x, y, z = Order(1), OrderSub(2), OrderOver(3)
print(x < x, x < y, x < z, x > z, x <= z, z < x, y > x, x >= y)


class Int(int):
    def __lt__(self, other):
        return "int sub lt"

    def __gt__(self, other):
        return "int sub gt"

    def __eq__(self, other):
        return "int sub eq"

    def __hash__(self):
        return int.__hash__(self)


i = Int(5)
print(i < 1, 1 < i, i == 5, 5 == i, 5 > i, 5 != i, i > i, {5: "a"}.get(i), i in [9])
