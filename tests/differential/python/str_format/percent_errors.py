cases = [("%d", "x"), ("%d", None), ("%x", 1.5), ("%c", "ab"), ("%c", -1), ("%c", 0x110000), ("%c", 1.5), ("%f", "x"), ("%s %s", ("a",)), ("%s", ("a", "b")), ("%", ()), ("%z", 1), ("%(a)s", 5), ("%(a)s", {"b": 1}), ("%(a", {"a": 1}), ("%*d", ("x", 1)), ("%.*f", (1.5, 2)),
         ("abc", 5), ("abc", (1,)), ("%s", ()), ("%d %d", 1), ("%5", 1), ("%(a)s %s", {"a": 1}), ("%*s", (1,)), ("%e", None), ("%o", "8"), ("%i", [1]), ("%d", 1j), ("%\n", 1), ("%é", 1)]
for template, value in cases:
    try:
        print(ascii(template), ascii(template % value))
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        print(ascii(template), repr(value), type(error).__name__, ascii(str(error)))


class Dict(dict):
    def __missing__(self, key):
        return "missing " + key


class Map:
    def __getitem__(self, key):
        return key * 2


print("%(x)s %(y)s" % Dict(x=1), "%(ab)s" % Map(), "%s" % Dict(a=1))


class Both:
    def __int__(self):
        return 7

    def __index__(self):
        return 8

    def __float__(self):
        return 9.5

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


b = Both()
print("%d %x %f %s %r %a %c" % (b, b, b, b, b, b, b) == "%d" % b + " 8 9.500000 str repr repr \x08")
