edges = [0, 1, -1, 2, -2, 10, 2**31 - 1, 2**31, -2**31, 2**32, 2**61, 2**62 - 1, 2**62, -2**62, -2**62 - 1, 2**63 - 1, 2**63,
         -2**63, -2**63 - 1, 2**64, 10**20, -10**20, 10**40, -10**40 + 1]
for name, op in (("+", lambda a, b: a + b), ("-", lambda a, b: a - b), ("*", lambda a, b: a * b),
                 ("//", lambda a, b: a // b if b else None), ("%", lambda a, b: a % b if b else None),
                 ("&", lambda a, b: a & b), ("|", lambda a, b: a | b), ("^", lambda a, b: a ^ b),
                 ("<", lambda a, b: a < b), ("==", lambda a, b: a == b), (">=", lambda a, b: a >= b)):
    checksum = 0
    for a in edges:
        for b in edges:
            value = op(a, b)
            checksum = (checksum * 1000003 + (0 if value is None else value) + 17) % (2**61 - 1)
    print(name, checksum)
print(sorted(edges))
print(max(edges), min(edges), sum(edges))
