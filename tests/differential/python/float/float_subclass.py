class Celsius(float):
    unit = "C"

    def __new__(cls, value, note=""):
        self = float.__new__(cls, value)
        self.note = note
        return self

    def __add__(self, other):
        return Celsius(float(self) + other, "sum")

    __radd__ = __add__

    def __str__(self):
        return f"{float(self):.1f}{self.unit}"


a = Celsius(20.25, "room")
print(a, repr(a), a.note, a + 1, 1 + a, (1 + a).note, type(a * 2).__name__, a == 20.25, hash(a) == hash(20.25))
print(f"{a}", f"{a:.3f}", "%s %.2f" % (a, a), str(a), format(a, ""), format(a, ".1e"))
print(isinstance(a, float), int(a), round(a, 1), type(round(a, 1)).__name__, -a, type(-a).__name__, a.is_integer(), sum([a, a]))
print(max(a, 20.5), {a: 1}[20.25], a.as_integer_ratio(), [a], a.__dict__)
try:
    a.unit2
except AttributeError as error:
    print(error)


class Plain(float):
    pass


print(Plain("1.5"), repr(Plain(2)), Plain() + Plain(1), type(Plain(3) + 1).__name__, Plain(1) == Plain(1.0), bool(Plain(0)))
