class HasComplex:
    def __complex__(self):
        return 2 + 3j


class HasFloat:
    def __float__(self):
        return 1.5


class HasIndex:
    def __index__(self):
        return 4


print(complex(HasComplex()), complex(HasFloat()), complex(HasIndex()), complex(HasFloat(), HasIndex()))


class Sub(complex):
    def __add__(self, other):
        return "sub add"

    def __radd__(self, other):
        return "sub radd"


s = Sub(1, 2)
print(s, s + 1, 1 + s, 1j + s, s * 2, type(s * 2).__name__, s == 1 + 2j, abs(Sub(3, 4)), repr(s), isinstance(s, complex))
try:
    s.real = 5
except AttributeError as error:
    print(type(error).__name__)
print((1 + 2j).__add__("x"), (1 + 2j).__eq__("x"), (2).__radd__(1j), (1j).__radd__(2), (1j).__mul__(2.5), (1 + 2j).__bool__(), complex.__doc__ is not None)
print(hash(1 + 2j), hash(2.5 + 0j) == hash(2.5), hash(1j), hash(-1j))
