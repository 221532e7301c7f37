def counter(start=0):
    n = start

    def inc(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    def reset():
        nonlocal n
        n = start

    return inc, get, reset


inc, get, reset = counter(10)
inc()
inc(5)
print(get(), inc.__closure__ is not None, inc.__code__.co_freevars)
reset()
print(get())
inc2, get2, _ = counter()
inc2()
print(get(), get2())


def three():
    x = 1

    def a():
        nonlocal x
        x += 10

        def b():
            nonlocal x
            x += 100
            return x

        return b

    b = a()
    return b, lambda: x


b, read = three()
print(b(), read(), b(), read())


def late():
    def f():
        return value

    try:
        f()
    except NameError as error:
        print(type(error).__name__, error)
    value = "set"
    print(f())
    del value
    try:
        f()
    except NameError as error:
        print(type(error).__name__, error)


late()


def loop():
    out = []
    for i in range(3):
        def f(j=i):
            return i, j

        out.append(f)
    i = 99
    return [f() for f in out]


print(loop())


def mutate_cell():
    x = []

    def add(v):
        x.append(v)
        return x

    return add


add = mutate_cell()
add(1)
print(add(2), mutate_cell()(3))


def params(a, b=2, *args, k=3, **kw):
    return lambda: (a, b, args, k, kw)


print(params(1)(), params(1, 5, 6, k=7, z=8)())


def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x

    return run


print(compose(str, lambda x: x + 1, abs)(-5))
cell = b.__closure__[0]
cell.cell_contents = 5
print(read(), b())
