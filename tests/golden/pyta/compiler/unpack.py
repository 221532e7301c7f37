def f(a):
    x, y = a
    (p, q), *rest = a
    a[0], a.b = y, x
    [u, v] = w = a
    return [*a, x, *rest], {**a, "k": x}, {"a": x, "b": y}, f"{x}={y!r:>{p}}"
