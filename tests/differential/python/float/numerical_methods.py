import math


def newton(f, df, x, steps=50):
    for _ in range(steps):
        nxt = x - f(x) / df(x)
        if nxt == x:
            break
        x = nxt
    return x


def bisect(f, lo, hi):
    while True:
        mid = (lo + hi) / 2
        if mid == lo or mid == hi:
            return lo
        if (f(mid) > 0) == (f(hi) > 0):
            hi = mid
        else:
            lo = mid


def simpson(f, a, b, n):
    h = (b - a) / n
    s = f(a) + f(b)
    for i in range(1, n):
        s += f(a + i * h) * (4 if i % 2 else 2)
    return s * h / 3


def kahan(values):
    total = c = 0.0
    for v in values:
        y = v - c
        t = total + y
        c = (t - total) - y
        total = t
    return total


def rk4(f, y, t, h, n):
    for _ in range(n):
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        k4 = f(t + h, y + h * k3)
        y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        t += h
    return y


print(newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0))
print(bisect(lambda x: x**3 - x - 2, 1.0, 2.0))
print(simpson(lambda x: x * x, 0, 3, 100), simpson(lambda x: 1 / (1 + x * x), 0, 1, 200) * 4)
print(kahan([0.1] * 1000), kahan([1e16, 1.0, -1e16]))
print(rk4(lambda t, y: y, 1.0, 0.0, 0.125, 8), rk4(lambda t, y: -2 * t * y, 1.0, 0.0, 0.25, 8))
a, b, t, p = 1.0, 1 / math.sqrt(2), 0.25, 1.0
for _ in range(4):
    a, b, t, p = (a + b) / 2, math.sqrt(a * b), t - p * (a - (a + b) / 2) ** 2, 2 * p
print((a + b) ** 2 / (4 * t))
eps = 1.0
while 1.0 + eps / 2 != 1.0:
    eps /= 2
print(eps)
tiny = 1.0
count = 0
while tiny / 2:
    tiny /= 2
    count += 1
print(tiny, count)
