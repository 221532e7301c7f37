"""Which __eq__ is asked: by the != that object has, whatever kind of thing __eq__ is; of the items of tuples of different lengths."""


def answer(*values):
    return ("answer", values[-1])


class ByClass:
    __eq__ = classmethod(answer)


class ByStatic:
    __eq__ = staticmethod(lambda other: other == 3)


class Callable:
    def __call__(self, other):
        return NotImplemented if other is None else ""


class ByObject:
    __eq__ = Callable()


class None_:
    __eq__ = None


class ByProperty:
    @property
    def __eq__(self):
        return [3, 4].count


for kind in ByClass, ByStatic, ByObject, ByProperty, None_:
    for other in 3, None, "x":
        try:
            print(kind.__name__, kind() == other, kind() != other, kind().__ne__(other), other != kind(), other in [kind()])
        except TypeError as e:
            print(kind.__name__, e)


class Noisy:
    def __init__(self, same):
        self.same = same

    def __eq__(self, other):
        print("asked about", other, end=" ")
        return self.same


yes, no = Noisy(True), Noisy(False)
print((yes,) == (1, 2), (yes, 1) != (1,), (no,) == (1, 2), (1, 2) == (yes,), (1, 2, 3) != (1, yes))
print((yes,) < (1, 2), (yes, 1) >= (1,), (yes, 1) == (1, 1), () == (yes,), (yes,) != ())
print([yes] == [1, 2], [yes, 1] != [1], [no] == [1], [1, 2] == [yes])

union = int | str
for use in (lambda: iter(union), lambda: list(union), lambda: map(str, union), lambda: [x for x in union]):
    try:
        print(use())
    except TypeError as e:
        print(str(e).replace("types.", ""))
