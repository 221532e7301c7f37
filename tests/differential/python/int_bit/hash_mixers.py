# Hash functions that need exact 32- and 64-bit wrap-around, done by masks.
M32, M64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF


def fnv1a(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h ^= byte
        h = h * 0x100000001B3 & M64
    return h


def murmur_final(h):
    h ^= h >> 33
    h = h * 0xFF51AFD7ED558CCD & M64
    h ^= h >> 33
    h = h * 0xC4CEB9FE1A85EC53 & M64
    return h ^ h >> 33


def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def crc32(data):
    crc = M32
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ M32


def rotl(x, n):
    return (x << n | x >> (32 - n)) & M32


text = b"The quick brown fox jumps over the lazy dog"
print(hex(fnv1a(text)), hex(murmur_final(0x12345)), hex(adler(text)), hex(crc32(text)))
print([hex(rotl(0x80000001, n)) for n in (1, 4, 31)])
x = 2463534242
out = []
for _ in range(5):
    x ^= x << 13 & M32
    x ^= x >> 17
    x ^= x << 5 & M32
    out.append(x)
print(out)
