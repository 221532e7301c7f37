log = []


class E:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        log.append(f"h{self.n}")
        return 1

    def __eq__(self, other):
        log.append(f"{self.n}={other.n}")
        return self.n == other.n

    def __repr__(self):
        return f"E{self.n}"


def show(value):
    print(value, " ".join(log))
    log.clear()


a, b, a2 = E(1), E(2), E(1)
s = {a}
show(len(s))
s.add(a)
show(len(s))
s.add(a2)
show(s)
s.add(b)
show(len(s))
show(a2 in s)
s.discard(E(2))
show(s)
show({a, b} == {a2, b})
show({a} <= {a2})
show(len({a} | {a2, b}))
show(set([a, a2]) & {a2})


class Raiser:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        if self.n < 0:
            raise OverflowError("hash")
        return 0

    def __eq__(self, other):
        if self.n + other.n > 5:
            raise ArithmeticError("eq")
        return False


for make in (lambda: {Raiser(-1)}, lambda: {Raiser(3), Raiser(4)}, lambda: {Raiser(1)} | {Raiser(9)}, lambda: Raiser(9) in {Raiser(1)}, lambda: len({Raiser(1), Raiser(2)})):
    try:
        print(make())
    except (OverflowError, ArithmeticError) as error:
        print(type(error).__name__, error)
s = {1, 2, 3}
it = iter(s)
next(it)
s.add(99)
try:
    next(it)
except RuntimeError as error:
    print(error)
nan = float("nan")
print(nan in {nan}, float("nan") in {nan}, len({nan, nan}), {nan} == {nan})
