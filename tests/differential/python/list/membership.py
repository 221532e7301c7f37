"""`in` of lists and tuples of all kinds of items, and of lists that change meanwhile; bytes of lists and tuples."""

nan = float("nan")
x = [1, 2, 3.0, None, "a", True, 2**70, nan, (1, 2), -0.0]
asked = (1, 2, 3, 4, 1.0, "a", "b", True, False, 0, 0.0, 2**70, 2**71, nan, float("nan"), (1, 2), (1.0, 2), (1, 3), None, 3 + 0j)
print([v in x for v in asked])
print([v in tuple(x) for v in asked])
print([v not in list(range(300)) for v in (0, 299, 300, -1, 5.0, 5.5, True, "5")])


class E:
    def __init__(self, act, answer):
        self.act, self.answer = act, answer

    def __eq__(self, other):
        print("asked about", other)
        self.act()
        return self.answer


for act in (lambda: None, lambda: x.clear(), lambda: x.append(7) if len(x) < 9 else None, lambda: x.pop()):
    for answer in (False, True, 0, "yes", []):
        x = [1, 2]
        x += [E(act, answer), 5, 6]
        print(5 in x, len(x))
        x = [1, 2]
        x += [E(act, answer)]
        print(7 in x, len(x))
        t = (1, E(act, answer), 5)
        print(5 in t, 9 in t)
e = E(lambda: None, False)
print(e in [e], e in [1, 2], 1 in [e, 1], e in (2, e))


class I(int):
    def __eq__(self, other):
        return NotImplemented

    __hash__ = int.__hash__


print(5 in [I(5)], I(5) in [5], I(5) in [4, I(5)], I(6) in (6.0,))
print(bytes([0, 255, 7]), bytes((1,)), bytearray([3, 4]), bytes([True, 2]), bytes([]), bytearray(()), bytes([I(3)]))
for b in ([256], [-1], ["a"], [1.0], [2**70], (1, None), [1, 300], [-(2**62)], [2**61]):
    for t in (bytes, bytearray):
        try:
            print(t(b))
        except Exception as error:
            print(type(error).__name__, error)
