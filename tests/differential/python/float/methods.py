for v in (0.5, 0.1, -2.75, 1e300, 5e-324, 3.0, 0.0, -0.0):
    print(v, v.hex(), float.fromhex(v.hex()) == v, v.as_integer_ratio() if abs(v) < 1e10 and abs(v) > 1e-10 else "", v.is_integer())
print(float.fromhex("0x1.8p3"), float.fromhex("-0x.8"), float.fromhex("1.8"), float.fromhex("inf"), float.fromhex("0x1p-1074"), float.fromhex(" 0xAp0 "))
for text in ("0x1p5000", "zz", ""):
    try:
        print(float.fromhex(text))
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
for value in (float("inf"), float("nan")):
    try:
        value.as_integer_ratio()
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
    print(value.is_integer(), value.hex())
print((2.5).real, (2.5).imag, (2.5).conjugate(), (2.5).__trunc__(), (-2.5).__abs__(), (2.5).__int__(), (0.0).__bool__(), (2.5).__eq__("x"), (2.5).__add__("x"))
print(hash(0.5), hash(0.1), hash(1e300), hash(-0.0), hash(3.0), hash(2.0**61), hash(1.5), hash(-1.0), hash(5e-324))
print(bool(0.0), bool(-0.0), bool(float("nan")), bool(1e-320), not 0.0)
