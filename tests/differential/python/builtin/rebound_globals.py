"""len, isinstance and id called through globals that are rebound, deleted and shadowed."""

import builtins


def sizes(x):
    return len(x)


def tells(x):
    return isinstance(x, int), isinstance(x, (str, list)), id(x) == id(x)


class Sized:
    def __len__(self):
        return 7


def try_all():
    found = []
    for x in ([1, 2], "abc", (), {1: 2}, {3}, frozenset((4, 5)), b"xy", range(4), Sized(), 5, None, iter([1])):
        try:
            found.append(sizes(x))
        except TypeError as e:
            found.append(str(e))
        found.append(tells(x))
    return found


print(try_all())
len = lambda x: "guest"
print(try_all())
len = sum
try:
    print(sizes([1, 2]), sizes(x for x in range(4)))
except TypeError as e:
    print(e)
len = str
print(sizes([1]))
len = builtins.len
print(try_all())
del len
print(try_all())
kept = builtins.len
builtins.len = lambda x: "from builtins"
print(try_all())
del builtins.len
try:
    print(sizes([1]))
except NameError as e:
    print(e)
builtins.len = kept
print(try_all())


class Meta(type):
    def __instancecheck__(cls, x):
        return "yes"


class Checked(metaclass=Meta):
    pass


def check(x, c):
    return isinstance(x, c)


print([check(x, c) for c in (Checked, int, (int, Checked), object, type, bool) for x in (1, True, "a", Checked(), Checked)])
for bad in (3, "int", (int, 3)):
    try:
        print(check("a", bad))
    except TypeError as e:
        print(e)
for call in (lambda: len(), lambda: len([], []), lambda: len(x=[]), lambda: id(), lambda: isinstance(1)):
    try:
        print(call())
    except TypeError as e:
        print(e)
