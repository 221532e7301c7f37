"""What an object keeps in an attribute of its own and calls; bound methods in variables; arguments left to their defaults."""

import sys


class Box:
    pass


def twice(x, times=2, *more):
    return x * times, more


def plain(x, y=10, z=20):
    return x, y, z


class Speaker:
    def __init__(self, name, mark="!"):
        self.name, self.mark = name, mark

    def say(self, word, times=1):
        return f"{self.name}: {word * times}{self.mark}"

    def words(self, *words, sep=" "):
        return sep.join(words)

    def each(self, upto=3):
        for i in range(upto):
            yield self.name, i


def call_write(box, values):
    return [box.write(v) for v in values]


def call_loaded(box, n):
    return [box.write(max(i, n - i)) for i in range(n)]


box = Box()
out = []
for what in (out.append, out.extend, plain, Speaker("a").say, Speaker, str, lambda x: -x, Speaker("b").each, twice):
    box.write = what
    for values in ([[1], [2, 3]], ["xy", "z"]):
        try:
            found = call_write(box, values)
            if what == Speaker:
                found = [f.name for f in found]
            print([type(f).__name__ if hasattr(f, "send") else f for f in found])
        except TypeError as e:
            print(e)
    try:
        print([type(x).__name__ for x in call_loaded(box, 4)])
    except TypeError as e:
        print(e)
print(out)

# The class gets something by the name that comes before what the object has.
box.write = out.append
for turn in range(4):
    if turn == 2:
        Box.write = property(lambda self: lambda x: ("property", x))
    if turn == 3:
        del Box.write
    print(turn, call_write(box, [turn]), call_loaded(box, 2))
Box.write = lambda self, x: ("method", x)
print(call_write(box, [5]), call_loaded(box, 2))
del box.write
print(call_write(box, [5]), call_loaded(box, 2))


class Slotted:
    __slots__ = ("write", "other")


for turn in range(3):
    s = Slotted()
    s.write = [].append if turn != 1 else "no function"
    try:
        print(call_write(s, [1, 2]), call_loaded(s, 2))
    except TypeError as e:
        print(e)
try:
    call_write(Slotted(), [1])
except AttributeError as e:
    print(e)


class Getter:
    def __getattr__(self, name):
        return lambda x: (name, x)


g = Getter()
for turn in range(3):
    if turn == 1:
        g.write = [].append
    if turn == 2:
        del g.write
    print(call_write(g, [1]), call_loaded(g, 1))

# Bound methods in variables.
speaker = Speaker("c", "?")
say, words, each = speaker.say, speaker.words, speaker.each
for turn in range(3):
    print(say("hi"), say("hi", 2), words(), words("x", "y"), words("x", "y", sep="-"))
    first, second = "kept", each(2)
    print(first, list(second), first, [list(each()) for _ in range(2)])
    for wrong in ((), ("a", 1, 2)):
        try:
            say(*wrong)
        except TypeError as e:
            print(e)
    try:
        say()
    except TypeError as e:
        print(e)


def deep(n, speaker=speaker):
    return n if n == 0 else deep(n - 1)


class Deep:
    def go(self, n, more=0):
        again = self.go
        return more if n == 0 else again(n - 1, more + 1)

    def endless(self):
        again = self.endless
        return again()

    def default(self, n=0):
        again = self.default
        return again()


print(deep(200), Deep().go(200))
for endless in (Deep().endless, Deep().default):
    try:
        endless()
    except RecursionError as e:
        print("RecursionError", str(e)[:32])

# Defaults that change.
print(plain(1))
for given in ((), (1,), (1, 2), (1, 2, 3)):
    for defaults in (None, (7,), (7, 8), (7, 8, 9), (6, 7, 8, 9)):
        plain.__defaults__ = defaults
        try:
            print(plain(*given), end=" ")
            if len(given) == 0:
                print(plain(), end=" ")
            if len(given) == 1:
                print(plain(1), end=" ")
            if len(given) == 2:
                print(plain(1, 2), end=" ")
        except (TypeError, IndexError) as e:
            print(type(e).__name__, end=" ")
    print()


def stack(depth=0, *, unused=None):
    return sys._getframe(0).f_code.co_name, depth


def by_default(depth=2):
    return sys._getframe(0).f_code.co_name, depth


print(stack(2), by_default(), Speaker("n").mark)
