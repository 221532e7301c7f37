log = []


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter("ab")

    def __length_hint__(self):
        log.append("hint")
        return self.hint


import operator

print(list(Hint(10)), operator.length_hint(Hint(3)), operator.length_hint([1, 2]), operator.length_hint(5, 9))
for h in (-1, "x", NotImplemented):
    try:
        print(list(Hint(h)))
    except (TypeError, ValueError) as error:
        print(type(error).__name__)


class Bool:
    def __len__(self):
        return self.n


z = Bool()
for n in (0, 2, -1, 2.5, "a", 2**70, True):
    z.n = n
    try:
        print(len(z), bool(z))
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


class Missing(dict):
    def __missing__(self, k):
        return ("missing", k)


print(Missing()[5], Missing(a=1)["a"], Missing().get(5))
