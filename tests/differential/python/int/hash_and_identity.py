P = 2**61 - 1
print(hash(0), hash(1), hash(-1), hash(-2), hash(P), hash(P + 1), hash(-P), hash(2**61), hash(2**62), hash(2**63))
print([hash(10**n) for n in range(15, 45, 3)])
print([hash(-(7**n)) for n in range(10, 60, 7)])
print(hash(True), hash(False), hash(1.0), hash(2.5), hash(-1.0), hash(0.1) == hash(0.1), hash(1e300) == hash(int(1e300)))
print(hash(float("inf")), hash(float("-inf")))
d = {}
for n in range(200):
    d[n * P] = n
print(len(d), d[P * 150])
print(hash(P * 5), hash(P * 10**10 + 3))
