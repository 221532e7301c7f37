def f(a, b, c):
    if a < b and (c is None or not a) or b == 3:
        return 1
    x = a or b and c
    y = 1 if 0 < a <= b else 2
    return x, y, a not in (1, 2), not c
