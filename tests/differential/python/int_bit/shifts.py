for value in (0, 1, -1, 5, -5, 2**31, -2**31, 2**62, -2**62, 2**63, 10**25, -10**25):
    print(value, [value << n for n in (0, 1, 31, 64)], [value >> n for n in (0, 1, 31, 62, 63, 64, 200)])
print(1 << 0, 0 << 1000, 1 << 61, 1 << 62, 1 << 63, 3 << 61, -1 << 62, -1 << 63, -3 << 61)
for call in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 10**30 >> -5, lambda: 0 << -1, lambda: 1 << 1.0, lambda: "a" << 1):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(5 >> 10**20, -5 >> 10**20, 0 << 10**20, True << 3, 8 >> True)
x = 1
for i in range(130):
    x <<= 1
print(x == 2**130)
for i in range(130):
    x >>= 1
print(x)
