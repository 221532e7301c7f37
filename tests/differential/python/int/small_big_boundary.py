# Every operation around the limits of machine words and of 30-, 62- and 63-bit representations.
edges = []
for bits in (15, 30, 31, 32, 60, 61, 62, 63, 64, 65):
    for delta in (-1, 0, 1):
        edges.append(2**bits + delta)
        edges.append(-(2**bits) + delta)
total = 0
for a in edges:
    total = (total * 31 + (a + 1) * 3 - (a - 1)) % 1000000007
    total = (total * 31 + a * a) % 1000000007
    total = (total * 31 + (-a)) % 1000000007
    total = (total * 31 + abs(a)) % 1000000007
    if a + 1 - 1 != a or (a - 1) + 1 != a or -(-a) != a or a * 1 != a or a - a != 0:
        print("wrong", a)
    if not (a < a + 1 and a > a - 1 and a == int(str(a))):
        print("order", a)
print(total)
for a in edges[::7]:
    print(a, a + a, a * 3, a * a, a // 7, a % 7, -a)
print(4611686018427387903 + 1, 4611686018427387904 - 1, -4611686018427387904 - 1, -4611686018427387905 + 1)
print(9223372036854775807 + 9223372036854775807, -9223372036854775808 - 9223372036854775808)
print(3037000500 * 3037000500, 3037000499 * -3037000501, 2147483648 * 2147483648, 4294967296 * 4294967296)
print(-(-4611686018427387904), abs(-4611686018427387904), -(-9223372036854775808), abs(-9223372036854775808))
print(-4611686018427387904 // -1, -9223372036854775808 // -1, -9223372036854775808 % -1)
