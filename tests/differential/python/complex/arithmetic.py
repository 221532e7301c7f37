a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a**2, a**b == a**b, -a, +a, ~1, abs(a), a.conjugate(), a.real, a.imag)
print(a + 1, 1 + a, a - 1.5, 1.5 - a, a * 2, 2 * a, a / 2, 2 / a, a**0, a**-1, 0j**0, a**0.5)
print(a == 3 + 4j, a == 5, 3 + 0j == 3, 3.0 == 3 + 0j, hash(3 + 0j) == hash(3), a != b, {1 + 0j: "x"}[1], 1j == 1, bool(0j), bool(1e-300j))
for op in (lambda: a < b, lambda: a >= 1, lambda: a // b, lambda: a % 2, lambda: divmod(a, b), lambda: int(a), lambda: float(a), lambda: a / 0, lambda: 0j**-1,
           lambda: max(a, b), lambda: round(a), lambda: a + "x", lambda: a & 1, lambda: [1][a]):
    try:
        print(op())
    except (TypeError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
x = 1j
x += 1
x *= 1j
x **= 2
print(x, 1j * 1j, 1j**2, 1j**3, 1j**4, (1 + 1j) ** 8, sum([1j, 2, 3.5]))
