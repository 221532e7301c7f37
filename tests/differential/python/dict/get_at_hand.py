"""dict.get and list.append at sites where the receivers, the keys and what is called change."""


class Loud(dict):
    def get(self, key, default="none"):
        return "loud", key, default


class Key:
    def __hash__(self):
        return 7

    def __eq__(self, other):
        return other == 7

    def __repr__(self):
        return "Key"


def get(d, key):
    return d.get(key), d.get(key, "default")


plain = {i: -i for i in range(5)} | {"a": 1, (1, 2): "tuple", None: "none", True: "one", 7: "seven", 2.5: "half"}
large = {i: str(i) for i in range(1000)}
small = {"k": 0}
emptied = {1: 1}
del emptied[1]
text = "".join(["a", ""])
for d in (plain, large, {}, small, emptied, Loud(a=1), plain, Loud()):
    for key in (0, 3, -1, 5, 1.0, True, "a", text, "".join("k"), "z" * 3, None, (1, 2), (3,), 2.5, 1 << 70, Key(), 999, False):
        print(*get(d, key), end=" ")
    print()
for bad in ([], {}, set()):
    for d in (plain, {}, large):
        try:
            print(get(d, bad))
        except TypeError as e:
            print(e)
for arguments in ((), (1, 2, 3), (1, 2, 3, 4)):
    try:
        print({}.get(*arguments))
    except TypeError as e:
        print(e)


class Sink:
    def __init__(self):
        self.items = []

    def append(self, item):
        self.items.append(item)
        return "guest"


def put(x, item):
    return x.append(item)


sink, items = Sink(), []
print([put(x, i) for i, x in enumerate([items, items, sink, items, sink, sink, items] * 3)], items, sink.items)


def length(f, x):
    return f(x)


for f in (len, len, lambda x: "guest", len, str, len, isinstance, id, sorted, len, sum, max):
    for x in ([1, 2], (), "abc", {1: 2}, {3}, b"xy", range(4), (i for i in range(3)), 5):
        try:
            found = length(f, x)
            print(found if f is not id and "generator" not in str(found) else "...", end=" ")
        except (TypeError, ValueError) as e:
            print(e, end=" ")
    print()
