def f(items, n):
    total = 0.0
    for i, (x, y) in items:
        if x < 0:
            continue
        total += x * 0.5
        if y == "end":
            break
    else:
        n = 0
    while n > 0 and total:
        n -= 1
        if n == 5:
            continue
        total = n
    while True:
        if n:
            return total
