# Products of very different sizes, checked by modular arithmetic and by identities.
seed = 12345


def rand_bits(bits):
    global seed
    value = 0
    for _ in range(bits // 31 + 1):
        seed = (seed * 1103515245 + 12345) % 2**31
        value = value << 31 | seed
    return value & ((1 << bits) - 1)


MODS = (10**9 + 7, 2**61 - 1, 97)
for bits_a in (10, 64, 500, 3000, 9000):
    for bits_b in (5, 63, 1000, 9000):
        a, b = rand_bits(bits_a), rand_bits(bits_b)
        p = a * b
        ok = all(p % m == (a % m) * (b % m) % m for m in MODS)
        q, r = divmod(p + 12, b + 1)
        ok2 = q * (b + 1) + r == p + 12 and 0 <= r < b + 1
        ok3 = (a + b) ** 2 - (a - b) ** 2 == 4 * p
        print(bits_a, bits_b, ok, ok2, ok3, p % 1000003)
x = rand_bits(4000)
print(x * x == x**2, (x + 1) * (x - 1) == x * x - 1, x * -1 == -x, (-x) * (-x) == x * x, x * 0, x // x, x % x, x - x)
