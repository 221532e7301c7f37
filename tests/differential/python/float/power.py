inf, nan = float("inf"), float("nan")
for base in (2.0, -2.0, 0.5, 1.0, -1.0, 0.0, -0.0, inf, -inf, nan):
    row = []
    for exponent in (0, 1, 2, 3, -1, -2, 0.5, inf, -inf):
        try:
            value = base**exponent
            row.append("complex" if isinstance(value, complex) else repr(value))
        except (ZeroDivisionError, OverflowError) as error:
            row.append(type(error).__name__)
    print(base, row)
print(2**0.5, 2**-0.5, 10**-3, 4**0.5, 1**nan, nan**0, pow(2.0, 3), 0.0**0)
print(1.1**10, 2.0**1023, 2.0**-1074, 2.0**-1075, 9**0.5, (-8) ** 3.0)
x = 2.0
x **= 10
print(x, -(2.0**2), (-2.0) ** 2, -2.0**2)
