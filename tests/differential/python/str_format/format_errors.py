cases = [("{", ()), ("}", ()), ("{}", ()), ("{1}", (1,)), ("{a}", ()), ("{} {0}", (1,)), ("{0} {}", (1,)), ("{!x}", (1,)), ("{!}", (1,)), ("{!rs}", (1,)), ("{0.foo}", (1,)), ("{0[x]}", ([],)), ("{0[9]}", ([],)), ("{0[]}", ([],)), ("{0.}", (1,)), ("{:{}}", (1,)), ("{:{:{}}}", (1, 2, 3)),
         ("{0[x}", (1,)), ("{0]}", (1,)), ("{:5", (1,)), ("{0!r", (1,)), ("{a.b}", ()), ("{:d}", ("x",)), ("{-1}", (1,)), ("{ }", (1,)), ("{0x}", (1,)), ("a}b", ()), ("a{b", ()), ("{}}", (1,)), ("{{}", (1,)), ("{!r:5d}", (5,)), ("{0[a]}", (5,))]
for template, args in cases:
    try:
        print(repr(template), repr(template.format(*args)))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        print(repr(template), type(error).__name__, error)


class Default(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print("{a} {b}".format_map(Default(a=1)))
for call in (lambda: "{}".format_map({}), lambda: "{x}".format_map([1]), lambda: "{x}".format_map(), lambda: str.format(5)):
    try:
        print(call())
    except (ValueError, TypeError, KeyError) as error:
        print(type(error).__name__)
