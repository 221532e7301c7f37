for text in ("1", "1.", ".5", "1e5", "1E-5", "  2.5\n", "-1.5e+3", "+.5e-1", "1_000.5", "inf", "-Infinity", "NaN", "iNf", "1e400", "-1e400", "1e-400",
             "0.1000000000000000055511151231257827", "9007199254740993", "9007199254740992.9999999999999999", "2.2250738585072011e-308",
             "179769313486231580793728971405301e276", "0x10", "", ".", "e5", "1e", "1.5.2", "1_", "_1", "1__0", "1 2", "nanx", "- 1", "٣.٥"):
    try:
        print(repr(text), float(text))
    except ValueError as error:
        print(repr(text), "ValueError:", error)
for value in (None, [], 1j, "x" * 3):
    try:
        float(value)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(float(), float(3), float(True), float(2**60 + 1), float(b"1.5"), float(10**300))
try:
    float(10**400)
except OverflowError as error:
    print(error)


class HasFloat:
    def __float__(self):
        return 2.5


class HasIndex:
    def __index__(self):
        return 7


print(float(HasFloat()), float(HasIndex()), 1e3, 1_0.0_1, 1e1_0, .5, 5., 0e0, 00.5, 1_2e3)
