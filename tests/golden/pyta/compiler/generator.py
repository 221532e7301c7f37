def f(a):
    x = yield a
    y = yield from a
    return [x, y]


g = (x * 2 for x in f(1) if x)
