values = [0, 1, -1, 2, -2, 255, -256, 2**40, -2**40, 2**62, -2**62, 2**64 - 1, -2**64, 2**100 + 12345, -2**100 - 12345]
for a in values:
    for b in values:
        ok = (a & b) == ~(~a | ~b) and (a | b) == ~(~a & ~b) and (a ^ b) == (a | b) - (a & b) and (a & b) + (a | b) == a + b
        if not ok:
            print("wrong", a, b)
print([a & -16 for a in values])
print([a | -16 for a in values])
print([a ^ -1 for a in values])
print([~a for a in values])
print([a & 0xFF for a in values])
print(-2**100 & 2**100, -2**100 | 2**99, (-2**100) ^ (2**100 - 1))
