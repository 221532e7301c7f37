"""Differences and intersections of sets of every size, whose results grow afterwards."""


class Key:
    def __init__(self, n, hash):
        self.n, self.hash = n, hash

    def __hash__(self):
        return self.hash

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


def check(a, b):
    found = []
    for make in (set, frozenset):
        for results in (make(a) - b, make(a) & b, make(a) ^ set(b), make(a) | b, make(a).difference(b), make(a).intersection(b)):
            grown = set(results)
            grown.add("more")
            found.append((sorted(map(repr, results)), len(grown), type(results).__name__))
    s = set(a)
    d = s - b
    for k in range(40):
        d.add(("new", k))
        assert ("new", k) in d and len(d) == len(s - b) + k + 1
    i = s & b
    for k in range(12):
        i.add(k)
        i.discard(k - 1)
    found.append((len(d), len(i), s == set(a)))
    return found


sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 21, 22, 42, 43, 63, 64, 65, 70, 85, 86, 170, 171, 300]
total = 0
for n in sizes:
    for m in sizes:
        a, b = set(range(n)), set(range(n // 2, n // 2 + m))
        total += len(a - b) * 3 + len(a & b) * 5 + len(a ^ b) * 7
        assert a - b == {x for x in a if x not in b} and a & b == {x for x in a if x in b} and len(a - b) + len(a & b) == n
        c = a - b
        assert sorted(c) == sorted(set(a).difference(list(b))) and c <= a and not c & b and (c | (a & b)) == a
        if n < 12 and m < 9:
            print(check(a, b))
print(total)

holes = set(range(70))
for k in range(0, 70, 3):
    holes.discard(k)
few = {1, 2, 69, 500}
print(sorted(holes - few), sorted(few - holes), sorted(holes & few), len(holes - set(range(60))))
holes = set(range(30))
for k in range(0, 30, 3):
    holes.remove(k)
print(sorted(holes - few), sorted(holes - {0, 3, 4}), sorted(frozenset(holes) - holes), sorted(holes - set()))
same = [Key(n, n % 2) for n in range(6)]
again = [Key(n, n % 2) for n in range(3, 9)]
print(sorted(k.n for k in set(same) - set(again)), sorted(k.n for k in set(same) & set(again)), sorted(k.n for k in set(again) - set(same)))
print({1, 2, 3} - {1.0, True, 2.5}, {1.0, 2} - {1}, {"a", 1} - {"a"}, {None, 0} - {False}, {(1, 2), 3} - {(1, 2)})


def grow(s):
    for k in range(20):
        s.add(k)
        s.discard(k // 2)
    return sorted(s)


print([grow(set(range(n)) - {0, 1}) for n in range(14)])
print([sorted(set(range(n)) - {0, n - 1} - {5} - {7, 8, 9}) for n in range(12)])
