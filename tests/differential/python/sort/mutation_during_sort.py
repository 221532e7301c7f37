a = [3, 1, 2]


def spy(x):
    print(x, a, len(a))
    return x


a.sort(key=spy)
print(a)


def mutate(x):
    a.append(99)
    return x


try:
    a.sort(key=mutate)
except ValueError as error:
    print(error)
print(a)


class C:
    target = None

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        if C.target is not None:
            C.target.append("sneaky")
        return self.n < other.n

    def __repr__(self):
        return f"C{self.n}"


b = [C(2), C(1), C(3)]
C.target = b
try:
    b.sort()
except ValueError as error:
    print(error)
print(b)
C.target = None


class Fail:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        if self.n + other.n == 5:
            raise ZeroDivisionError("compare")
        return self.n < other.n

    def __repr__(self):
        return str(self.n)


c = [Fail(4), Fail(2), Fail(1), Fail(3)]
try:
    c.sort()
except ZeroDivisionError as error:
    print(error, sorted(c, key=lambda f: f.n))
