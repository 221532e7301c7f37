d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i))
d["d"] = 4
del d["a"]
print(list(k), list(v), list(i), "d" in k, 4 in v, ("d", 4) in i, ("d", 5) in i, "d" in v, 5 in i)
print(sorted(k & {"b", "zz"}), sorted(k | ["q"]), sorted(k - {"b"}), sorted(k ^ {"b", "new"}), sorted(i & {("b", 2), ("b", 3)}), k.isdisjoint({"x"}), k.isdisjoint("b"))
print(k == {"b", "c", "d"}, k == ["b", "c", "d"], k < {"b", "c", "d", "e"}, k >= {"b"}, i == {("b", 2), ("c", 3), ("d", 4)}, v == d.values(), k == d.keys(), {"b"} <= k)
print(type(k & {"b"}).__name__, type(k).__name__, type(v).__name__, type(i).__name__, type(iter(k)).__name__, type(iter(i)).__name__)
print(list(reversed(k)), list(reversed(v)), k.mapping["b"], repr({}.keys()), repr({}.items()), sum(v), max(k), dict(i) == d, sorted(i, key=lambda p: -p[1]))
for call in (lambda: k[0], lambda: k + k, lambda: hash(i), lambda: k.append(1), lambda: v & v, lambda: {"x": []}.items() & {1}, lambda: next(k), lambda: k.foo):
    try:
        print(call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
a, *rest = d
print(a, rest, [*d.items()][0], {**d}, "-".join(d), tuple(d), set(d) == k, len([x for x in i]), any(v), all(d.values()))
