print(int(), int(3.99), int(-3.99), int("  42\n"), int("-0"), int("+7"), int("1_000_000"))
print(int("ff", 16), int("0xff", 16), int("0xff", 0), int("-0b101", 0), int("0o17", 0), int("z", 36), int("0", 0), int("00", 0))
print(int(1e25), int(-1e25), int(True), int("٣٤"), int(b"12"), int(bytearray(b"-8")))
print((5).bit_length(), (0).bit_length(), (-5).bit_length(), (2**100).bit_length(), (-(2**100)).bit_length())
print((255).bit_count(), (-255).bit_count(), (2**100 - 1).bit_count())
print((10).to_bytes(2, "big"), (10).to_bytes(2, "little"), (-2).to_bytes(3, "big", signed=True), (2**64).to_bytes(9, "big"))
print(int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\x01\x00", "little"), int.from_bytes(b"\xff\xfe", "big", signed=True))
print(int.from_bytes([1, 2, 3], "big"), int.from_bytes(b"", "big"), (0).to_bytes(0, "big"), (7).to_bytes(), int.from_bytes(b"\x07"))
for call in (lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (1).to_bytes(1, "middle"),
             lambda: (128).to_bytes(1, "big", signed=True)):
    try:
        print(call())
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
print((3).numerator, (3).denominator, (3).real, (3).imag, (3).conjugate(), (7).as_integer_ratio(), (3).__index__(), True.real)
print((3).is_integer() if hasattr(3, "is_integer_") else "skip")
