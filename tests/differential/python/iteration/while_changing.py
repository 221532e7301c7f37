"""Loops over containers that change meanwhile, and iterators asked again after their end."""


def loop(make, change, limit=20):
    out = []
    thing, it = make()
    try:
        for item in it:
            out.append(item)
            change(thing, item, len(out))
            if len(out) >= limit:
                out.append("...")
                break
    except RuntimeError as e:
        out.append(str(e))
    try:
        out.append(next(it, "end"))
    except RuntimeError as e:
        out.append(str(e))
    return out


def over(container, how=iter):
    def make():
        thing = container()
        return thing, iter(how(thing))

    return make


def dictionary():
    return {1: "a", 2: "b", 3: "c", 4: "d"}


changes = {
    "nothing": lambda d, k, n: None,
    "add": lambda d, k, n: d.__setitem__(n + 100, n) if n < 3 else None,
    "add at the end": lambda d, k, n: d.__setitem__(99, n) if n == 4 else None,
    "remove one": lambda d, k, n: d.pop(4, 0),
    "remove the first": lambda d, k, n: d.pop(1, 0),
    "replace values": lambda d, k, n: d.update({1: n, 4: n}),
    "clear": lambda d, k, n: d.clear(),
    "clear and refill": lambda d, k, n: (d.clear(), d.update({7: 7, 8: 8, 9: 9, 10: 10})),
    "grow and shrink": lambda d, k, n: (d.update(dict.fromkeys(range(1000, 1100))), [d.pop(i) for i in range(1000, 1100)]),
}
for text, change in changes.items():
    print(text)
    for how in (iter, dict.keys, dict.values, dict.items, enumerate, reversed, lambda d: zip(d, d.values()), lambda d: map(str, d), lambda d: filter(None, d)):
        print("   ", loop(over(dictionary, how), change))

set_changes = {
    "nothing": lambda s, k, n: None,
    "add": lambda s, k, n: s.add(500 + n) if n < 3 else None,
    "remove": lambda s, k, n: s.discard(k),
    "clear": lambda s, k, n: s.clear(),
    "swap": lambda s, k, n: (s.discard(4), s.add(4)),
}
for text, change in set_changes.items():
    result = loop(over(lambda: {1, 2, 3, 4}), change)
    print(text, [x for x in result if isinstance(x, str)], len(result) if text == "nothing" else "")

list_changes = {
    "nothing": lambda x, k, n: None,
    "append": lambda x, k, n: x.append(n) if n < 5 else None,
    "append at the end": lambda x, k, n: x.append("late") if n == 4 else None,
    "pop": lambda x, k, n: x.pop() if x else None,
    "pop first": lambda x, k, n: x.pop(0) if x else None,
    "clear": lambda x, k, n: x.clear(),
    "replace": lambda x, k, n: x.__setitem__(slice(None), "wxyz"),
    "insert": lambda x, k, n: x.insert(0, n) if n < 6 else None,
}
for text, change in list_changes.items():
    for how in (iter, enumerate, reversed, lambda x: zip(x, x), lambda x: map(repr, x), lambda x: iter(tuple(x))):
        print(text, loop(over(lambda: list("abcd"), how), change))
    print(text, loop(over(lambda: bytearray(b"abcd")), change) if text in ("nothing", "pop", "clear") else "")

for thing in ((1, 2), "aé", "ab", b"xy", range(2), range(2**70, 2**70 + 2), {1: 2}.items(), frozenset([3]), zip([1], [2]), reversed((1, 2)), reversed("ab")):
    it = iter(thing)
    print(list(it), list(it), next(it, None), next(it, None))

it = iter([1, 2])
print([(a, b) for a, b in zip(it, it)], next(it, "end"))
lists = [1, 2]
it = iter(lists)
print(list(it))
lists.append(3)
print(next(it, "stays at its end"))
d = {1: 1}
it = iter(d.items())
kept = [pair for pair in it]
d[1] = 5
print(kept, list(d.items()), [*d.items()][0] is [*d.items()][0])
for k, v in {(1, 2): (3, 4)}.items():
    print(k, v)
