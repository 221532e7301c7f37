def make_adder(n):
    def add(x):
        return x + n

    return add


a = make_adder(5)
b = make_adder(100)
print(a(1), b(1), a(2))


def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n

    return step


c = counter()
c()
c()
print(c())
