# Around 2**53, 2**62, 2**63 the conversions must be exact.
for p in (52, 53, 54, 61, 62, 63, 64, 100, 1023):
    f = 2.0**p
    n = int(f)
    print(p, n == 2**p, f == 2**p, f == 2**p + 1, f < 2**p + 1, f > 2**p - 1, int(-f) == -(2**p))
print(float(2**53 + 1), float(2**53 + 2), float(2**53 + 3), float(2**54 + 2), float(2**54 + 6), float(2**62 - 1), float(2**63 - 512), float(2**63 - 513))
print(int(4611686018427387904.0), int(-4611686018427387904.0), int(9.223372036854775e18), int(1e19), int(-1e30))
print(2**62 + 0.0, 2**62 - 0.5, (2**62) * 1.0, 10**22 * 1.0, 10**23 * 1.0, 2**1023 * 1.0)
for call in (lambda: 10**309 * 1.0, lambda: 1.0 + 10**400, lambda: 2.0 < 10**400, lambda: 10**400 == 1.0, lambda: 10**400 / 1.0, lambda: 10**400 % 7.0):
    try:
        print(call())
    except OverflowError as error:
        print("OverflowError", error)
total = 0.0
for i in range(1000):
    total += 0.1
print(total, total == 100.0, abs(total - 100) < 1e-9)
print(0.1 * 3, 0.1 + 0.1 + 0.1, 0.3, 1.1 + 2.2, 1e16 + 1.0, 1e16 - 1, 0.1 - 0.3, 100 * 1.1)
