cases = [("",), (" ",), ("abc",), ("1.5",), ("1e5",), ("0x10",), ("1__0",), ("_1",), ("1_",), ("12 3",), ("--1",), ("+",), ("1\x00",),
         ("9", 8), ("2", 2), ("0b12", 0), ("012", 0), ("0_7", 0), ("10", 1), ("10", 37), ("10", -2), (b"x",), ("½",)]
for case in cases:
    try:
        print(case, "->", int(*case))
    except ValueError as error:
        print(case, "ValueError:", error)
for value in (None, [], {}, 1j, object):
    try:
        print(int(value))
    except TypeError as error:
        print("TypeError:", error)
for value in (float("nan"), float("inf"), float("-inf")):
    try:
        int(value)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
try:
    int(3, 10)
except TypeError as error:
    print(error)
