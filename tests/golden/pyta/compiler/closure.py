def f(a, b):
    c = a

    def g(x=b):
        nonlocal c
        c += x
        return lambda: a + c

    del b
    return g, [lambda: i for i in range(3)], b
