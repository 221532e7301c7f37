print([round(v) for v in (0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2.4999999, 1e15 + 0.5, 3.7, -3.7)])
print([round(v, 1) for v in (0.05, 0.15, 0.25, 0.35, 0.45, 2.675, -0.25, 1234.56)])
print([round(v, 2) for v in (2.675, 1.005, 0.125, 1.115, 5.015, -2.675, 1e10 + 0.125)])
print([round(v, -1) for v in (5.0, 15.0, 25.0, 1234.5, -15.0)], [round(v, -2) for v in (50, 150, 250, 1250, -150, -250)])
print(round(1.5, None), type(round(1.5)).__name__, type(round(1.5, 0)).__name__, round(1e300, 2), round(5e-324, 300))
print(round(12345, -2), round(15, -1), round(25, -1), round(35, -1), round(10**20 + 5 * 10**9, -10), round(7, 3), round(-0.4), round(-0.4, 0))
print(round(float("inf"), 2), round(float("nan"), 2), round(1.7976931348623157e308, -308) if False else "-", round(True), round(0.1 + 0.2, 15))
import math

print([math.floor(v) for v in (2.7, -2.7, 2.0, -0.0, 1e20)], [math.ceil(v) for v in (2.1, -2.1, 2.0, -0.5)], [math.trunc(v) for v in (2.9, -2.9)])


class R:
    def __round__(self, n="none"):
        return ("rounded", n)

    def __floor__(self):
        return "floored"

    def __ceil__(self):
        return "ceiled"

    def __trunc__(self):
        return "truncated"


print(round(R()), round(R(), 2), round(R(), None), math.floor(R()), math.ceil(R()), math.trunc(R()))
try:
    round("x")
except TypeError as error:
    print(error)
