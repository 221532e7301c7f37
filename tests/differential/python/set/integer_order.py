# Sets of small ints: only properties that do not depend on order, but over many sizes and collisions.
for n in (0, 1, 5, 8, 9, 31, 64, 100, 1000):
    s = set(range(n))
    t = {i * 64 for i in range(n)}
    u = {i * 2**32 + 7 for i in range(n)}
    s2 = set(range(n // 2, n * 2))
    print(n, len(s), len(t), len(u), sum(s), sum(t) // 64 if n else 0, len(s | s2), len(s & s2), len(s - s2), len(s ^ s2))
s = set()
for i in range(5000):
    s.add(i * i % 997)
for i in range(0, 997, 2):
    s.discard(i)
print(len(s), sum(s), min(s), max(s), sorted(s)[:10])
drained = []
while s:
    drained.append(s.pop())
print(len(drained), len(set(drained)), sum(drained), s)
mixed = {1, "1", 1.5, (1,), None, True, b"1", frozenset(), 10**30, 1 + 0j}
print(len(mixed), 1 in mixed, 1.0 in mixed, "1" in mixed, (1.0,) in mixed, 10.0**30 in mixed, float(10**30) == 10**30)
primes = {x for x in range(2, 200) if all(x % y for y in range(2, int(x**0.5) + 1))}
print(sorted(primes & {p + 2 for p in primes}), len(primes), sorted(x for x in range(2, 60) if x not in primes and x % 2)[:8])
seen, dup = set(), []
for x in [3, 1, 3, 2, 1, 5, 3]:
    if x in seen:
        dup.append(x)
    seen.add(x)
print(dup, sorted(seen), [*dict.fromkeys([3, 1, 3, 2])])
