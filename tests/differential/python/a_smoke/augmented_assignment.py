x = 10
x += 5
x -= 3
x *= 2
x //= 5
x **= 3
x %= 50
print(x)
x <<= 2
x |= 1
x ^= 3
x &= 0xFF
x >>= 1
print(x)
a = [1]
b = a
a += [2]
print(b)
