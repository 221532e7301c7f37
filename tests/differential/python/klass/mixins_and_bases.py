class Left:
    def who(self):
        return "left"


class Right:
    def who(self):
        return "right"


class Both(Left, Right):
    def who(self):
        return super().who() + "+" + super(Left, self).who() + "+" + Right.who(self)


print(Both().who())
Both.__bases__ = (Right, Left)
try:
    print(Both().who())
except AttributeError as error:
    print(error)
print([c.__name__ for c in Both.__mro__])


class Dict(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


d = Dict(a=1)
d.b = 2
print(d, d.a, d["b"], hasattr(d, "a"))
try:
    d.zz
except KeyError as error:
    print(repr(error))
