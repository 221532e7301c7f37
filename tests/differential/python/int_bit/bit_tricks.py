def popcount(n):
    count = 0
    while n:
        n &= n - 1
        count += 1
    return count


def reverse_bits(n, width):
    result = 0
    for _ in range(width):
        result = result << 1 | n & 1
        n >>= 1
    return result


def gray(n):
    return n ^ n >> 1


def ungray(g):
    n = 0
    while g:
        n ^= g
        g >>= 1
    return n


print([popcount(n) for n in (0, 1, 255, 2**70 - 1, 0b1010101)])
print([reverse_bits(n, 8) for n in range(0, 256, 37)], reverse_bits(1, 100))
print([gray(n) for n in range(16)], all(ungray(gray(n)) == n for n in range(300)))
print([n & -n for n in (1, 12, 80, 2**65, -12)])
print([(n & n - 1) == 0 for n in (1, 2, 3, 2**64, 2**64 + 1)])
m = 0
for prime in (2, 3, 5, 7, 11, 61, 63, 64, 127):
    m |= 1 << prime
print(m, [i for i in range(130) if m >> i & 1])
subset, subsets = m & 0xFF, []
while True:
    subsets.append(subset)
    if not subset:
        break
    subset = (subset - 1) & (m & 0xFF)
print(len(subsets), subsets[:4])
