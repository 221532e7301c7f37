from fractions import Fraction as F

print(F(3, 6), F(-1, 2), F(1, -2), F("3/4"), F("-1.25"), F(0.5), F("1e-3"), F(5), F(F(1, 2), 3), F(0.1), repr(F(2, 4)), F("  7/3 "))
a, b = F(1, 3), F(3, 4)
print(a + b, a - b, a * b, a / b, b // a, b % a, divmod(b, a), a**2, a**-2, b**F(1, 2), -a, abs(-a), +a, a + 1, 1 - a, a * 2.0, 2**a, a == F(2, 6), a < b, a == 1 / 3, F(1, 2) == 0.5, hash(F(4, 2)) == hash(2), hash(F(1, 2)) == hash(0.5))
print(round(F(7, 2)), round(F(5, 2)), round(F(22, 7), 3), int(F(-7, 2)), float(F(1, 3)), F(22, 7).numerator, F(22, 7).denominator, F(3.14159).limit_denominator(100), F(5, 1), str(F(10, 5)), bool(F(0)), F(7, 3).__floor__(), F(-7, 3).__ceil__())
print(sum([F(1, n) for n in range(1, 11)]), max(F(1, 3), 0.3), sorted([F(1, 2), 0.3, 1, F(-1, 9)]), F(1, 2) + 1j, complex(F(1, 2)), F(1, 3) in [F(2, 6)], {F(1, 2): "half"}[0.5])
for bad in (lambda: F(1, 0), lambda: F("x"), lambda: F(1.5, 2), lambda: F(float("nan")), lambda: F(float("inf")), lambda: F("1/0"), lambda: F([]), lambda: F(1, 2) + "a", lambda: F(1, 2) / 0, lambda: F(0) ** -1, lambda: F(1, 2) < "a", lambda: F(1, 2) < 1j, lambda: F(1, "2")):
    try:
        print(bad())
    except (ZeroDivisionError, ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)


def egyptian(f):
    out = []
    while f:
        n = -(-f.denominator // f.numerator)
        out.append(F(1, n))
        f -= F(1, n)
    return out


def continued(f):
    out = []
    while True:
        n = f.numerator // f.denominator
        out.append(n)
        f -= n
        if not f:
            return out
        f = 1 / f


print([str(x) for x in egyptian(F(4, 13))], continued(F(415, 93)))
bern = []
for m in range(13):
    row = [F(1, m + 1)]
    for j in range(m, 0, -1):
        row = row + [F(0)]
    bern.append(row)
A, B = [F(0)] * 14, []
for m in range(13):
    A[m] = F(1, m + 1)
    for j in range(m, 0, -1):
        A[j - 1] = j * (A[j - 1] - A[j])
    B.append(A[0])
print([str(x) for x in B])
x = F(1)
for _ in range(6):
    x = (x + 2 / x) / 2
print(x.limit_denominator(10**6), len(str(x.denominator)))
