data = [("b", 2), ("a", 1), ("c", 2), ("d", 1), ("e", 3), ("f", 2)]
print(sorted(data, key=lambda p: p[1]))
print(sorted(data, key=lambda p: p[1], reverse=True))
print(sorted(data, key=lambda p: -p[1]))
data.sort(key=lambda p: p[0], reverse=True)
print(data)
seed = 7
items = []
for i in range(500):
    seed = (seed * 1103515245 + 12345) % 2**31
    items.append((seed % 10, i))
by = sorted(items, key=lambda p: p[0])
print(all(a[0] < b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(by, by[1:])))
by = sorted(items, key=lambda p: p[0], reverse=True)
print(all(a[0] > b[0] or a[0] == b[0] and a[1] < b[1] for a, b in zip(by, by[1:])))
print(by[:3], sorted(items) == sorted(sorted(items, key=lambda p: p[1]), key=lambda p: p[0]))
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words), sorted(words, key=len), sorted(words, key=lambda w: (-len(w), w)), sorted(words, key=str.upper)[0])
print(sorted([True, 0, 1, False, 1.0, 0.0]), sorted([1, 1.0, True], reverse=True), sorted("bca"), sorted({"b": 1, "a": 2}), sorted((3, 1, 2)))
