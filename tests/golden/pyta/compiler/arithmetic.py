def f(a, b, c):
    d = a + b * c - 1
    d += 2
    d = d * 2 + 0.5
    a, b = b, a + b
    return -d // (a & 7) ** b
