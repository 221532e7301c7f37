"""Loops over iterators that have ended, whose containers grow or change after or before the end, and new lists in loops."""


def rest(it):
    found = []
    for x in it:
        found.append(x)
    return found


for make in (list, tuple, set, frozenset, dict.fromkeys, range, lambda n: dict.fromkeys(n).items(), lambda n: dict.fromkeys(n).values()):
    for n in ((), (1,), (1, 2, 3)):
        try:
            container = make(n)
        except TypeError:
            container = make(len(n))
        it = iter(container)
        print(rest(it), rest(it), next(it, "end"), rest(it))

items = [1, 2]
it = iter(items)
print(rest(it))
items.append(3)
print(rest(it), rest(items))
items = [1, 2, 3]
for x in items:
    if x < 20:
        items.append(x + 10)
print(items)
for kind in (dict.fromkeys, set):
    table = kind(range(3))
    it = iter(table)
    print(rest(it))
    (table.update({9: 9}) if kind is not set else table.add(9))
    print(rest(it))
    it = iter(table)
    next(it)
    table.pop(9) if kind is not set else table.discard(9)
    try:
        print(rest(it))
    except RuntimeError as e:
        print(e)
    try:
        print(rest(it))
    except RuntimeError as e:
        print(e)
    table.clear()
    print(rest(table))
    it = iter(table)
    table.update({1: 1}) if kind is not set else table.add(1)
    try:
        print(rest(it))
    except RuntimeError as e:
        print(e)
    it = iter(kind("ab"))
    print(len(rest(it)), rest(it))
    table = kind(range(4))
    for x in table:
        if x == 3:
            table.update({x: "again"}) if kind is not set else table.add(x)
    print(table)


class Attributes:
    def __init__(self):
        self.a = 1


objects = [Attributes() for _ in range(4)]
for round in range(3):
    for k, o in enumerate(objects):
        o.b, o.c, o.d, o.e, o.f, o.g = k, k + 1, round, [], o, None
        o.f.g = k * round
        o.g += 1
        o.e.append(o.b + o.c)
    print([(o.a, o.b, o.c, o.d, o.e, o.f is o, o.g) for o in objects])
    del objects[round].c
    try:
        print([o.c for o in objects])
    except AttributeError as e:
        print(e)
    objects[round].c = "new"
    print([(o.c, o.g, o.b) for o in objects])
print([[y for y in range(x)] for x in range(7)], [[] for _ in range(2)], [[x] for x in "ab"])
