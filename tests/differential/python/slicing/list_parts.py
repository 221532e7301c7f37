"""x[a:b] of lists: bounds of every kind, and what is done with the parts."""


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Shrinking:
    def __init__(self, items):
        self.items = items

    def __index__(self):
        self.items.clear()
        return 3


bounds = [None, 0, 1, 2, 5, -1, -2, -5, -9, 9, 1 << 70, -(1 << 70), True, Index(2), Index(-3)]
for n in (0, 1, 2, 5):
    items = list(range(n))
    print([[items[a:b] for a in bounds] for b in bounds])
    print(items[:], items[:] is items, items[1:], items[:-1])
    part = items[1:]
    part.append("more")
    part.extend(range(9))
    part[0:0] = items[:2]
    print(part, items)
items = list(range(6))
print(items[0 : Shrinking(items)], items)
items = list(range(6))
print(items[Shrinking(items) :], items)
for bad in ("a", 1.5, [], object):
    try:
        print([1, 2][bad:])
    except TypeError as e:
        print(e)


class Mine(list):
    pass


print(Mine([1, 2, 3])[1:], type(Mine([1, 2, 3])[1:]), [0] * 3000 == ([0] * 6000)[1500:4500], len((list(range(10000)))[10:]))
