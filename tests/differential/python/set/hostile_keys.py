"""Searching tables whose keys collide, are equal without being identical, or change the table while they are compared."""

log = []


class Key:
    act = None

    def __init__(self, name, h=1, same=()):
        self.name, self.h, self.same = name, h, same

    def __hash__(self):
        return self.h

    def __eq__(self, other):
        log.append(f"{self.name}=={getattr(other, 'name', other)}")
        if Key.act:
            action, Key.act = Key.act, None
            action()
        return getattr(other, "name", other) in self.same

    def __repr__(self):
        return self.name


def show(what, *values):
    print(what, *values, log)
    log.clear()


for size in (3, 12, 300):  # without an index, with slots of one byte, of two
    filler = [Key(f"f{i}", i * 1000 + 7) for i in range(size)]
    for container in (set, dict.fromkeys):
        a, b, c = Key("a"), Key("b"), Key("c", same=("d", "a"))
        d = Key("d", same=("c",))
        s = container([*filler, a, b, c])
        show(size, len(s))
        show("in", a in s, b in s, c in s)
        show("equal", d in s)
        show("absent", Key("e") in s, Key("g", 2) in s)
        # the table is emptied, refilled, made larger while a key is compared
        Key.act = s.clear
        show("cleared", d in s, len(s))
        s = container([*filler, a, b, c])
        if container is set:
            Key.act = lambda: (s.clear(), s.update([c, a, b]))
        else:
            Key.act = lambda: (s.clear(), s.update({c: 1, a: 2, b: 3}))
        show("refilled", d in s, len(s))
        s = container([*filler, a, b, c])
        if container is set:
            Key.act = lambda: s.update(range(400, 900))
        else:
            Key.act = lambda: s.update(dict.fromkeys(range(400, 900)))
        show("grown", d in s, len(s))
        s = container([*filler, a, b, c])
        Key.act = (lambda: s.discard(a)) if container is set else (lambda: s.pop(a))
        show("removed", Key("e") in s, len(s))
        s = container([*filler, a, b, c])
        if container is set:
            Key.act = lambda: s.add(Key("late", same=("x",)))
            s.add(Key("x"))
        else:
            Key.act = lambda: s.__setitem__(Key("late", same=("x",)), 0)
            s[Key("x")] = 1
        show("added meanwhile", len(s), sorted(map(str, s))[:4])


class Raising:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("no answer")


s = {Key("a"), Key("b")}
for use in (lambda: Raising() in s, lambda: s.add(Raising()), lambda: s | {Raising()}, lambda: s <= {Raising(), 2, 3}, lambda: {Raising(): 1}[Key("z")]):
    try:
        print(use())
    except ValueError as e:
        print("ValueError", e)
log.clear()

# numbers and texts that are equal
print({1, True, 1.0, 1 + 0j}, {0, False, 0.0, -0.0}, sorted({-1, -2, -1.0}), {2**61 - 1: "a"}.get(0), {0: "b"}.get(2**61 - 1, "none"))
words = {"".join(["ab", "c"]), "abc", "abcd"[:3], "é" * 2, "éé"}
print(len(words), "a" + "bc" in words, b"abc" in words, "abd" in words)
nan = float("nan")
print(nan in {nan}, float("nan") in {nan}, {nan} == {nan}, {nan} <= {nan, 1}, len({nan, nan, float("nan")}))
print({1: "x", 1.0: "y", True: "z"}, {(1,): 0, (1.0,): 1}, {frozenset([1]): 0, frozenset([1.0]): 1})

# between sets of many sizes and kinds
sets = [set(), {1}, {1, 2, 3}, set(range(9)), frozenset(range(5, 25)), frozenset(range(0, 400, 3)), set(range(400)), frozenset("abc"), {"a", 1, (2, 3)}]
for x in sets:
    print([int(x <= y) for y in sets], [int(x < y) for y in sets], [int(x == y) for y in sets], [int(x >= y) for y in sets], [int(x != y) for y in sets])
    print([len(x - y) for y in sets], [len(x & y) for y in sets], [len(x | y) for y in sets], [len(x ^ y) for y in sets], [type(x - y).__name__ for y in sets])


class MySet(set):
    def __le__(self, other):
        return "mine"


print(MySet([1]) <= {1, 2}, {1} <= MySet([1]), {1} >= MySet([1]), frozenset([1]) == MySet([1]), MySet([1]) == {1})
