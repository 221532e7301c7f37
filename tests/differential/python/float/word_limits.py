# Operators on floats near the limits of exponents, zeros of both signs, infinities, and mixed with ints.
import itertools
import math

least, beyond = 2.0**-255, 2.0**257
values = [
    0.0, -0.0, 1.0, -1.0, 0.5, 5e-324, 1e-300, 1e300, least, -least, 2 * least, 1.5 * least, math.nextafter(least, 0), 2.0**256, beyond,
    math.nextafter(beyond, 0), float("inf"), float("-inf"), 3, 0, -7, 1 << 70, True,
]  # fmt: skip


def attempt(operate, *operands):
    try:
        return operate(*operands)
    except (ZeroDivisionError, OverflowError) as error:
        return error


for a, b in itertools.product(values, values):
    print(a, b, a + b, a - b, a * b, attempt(lambda: a / b), a < b, a <= b, a == b)
for a in values:
    print(a, -a, -(-a), abs(a), attempt(lambda: a**2), attempt(lambda: a**-3), attempt(lambda: a**0.5), attempt(lambda: a**2.5), hash(a))
for sign in (1.0, -1.0):
    x = sign * least
    x = -x
    print(x, x == 0.0, x * 2)
print(sorted(values, key=float))
