d = {}
d["self"] = d
print(d, d["self"]["self"] is d)
a = [1]
e = {"list": a, "dict": d, (1, 2): {3}, None: ..., 1.5: b"x", "q'": 'q"'}
a.append(e)
print(e)
print({1: {2: {3: {}}}}, {"": ""}, {(): []}, {frozenset(): set()}, str({"a": "b"}), f"{ {'k': 1} }", "%s" % {"k": 1})


class R:
    def __repr__(self):
        return "R\n!"


print({R(): R()}, [R()], (R(),))


class Boom:
    def __repr__(self):
        raise ValueError("repr failed")


for container in ([Boom()], {1: Boom()}, (Boom(),), {Boom()}):
    try:
        repr(container)
    except ValueError as error:
        print(type(container).__name__, error)
l = [1, 2]
print([l, l], {"a": l, "b": l})
x = []
y = [x]
x.append(y)
print(x, y)
nested = []
for i in range(50):
    nested = [nested]
print(repr(nested).count("["))
try:
    x == y
    print("compared")
except RecursionError as error:
    print("RecursionError")
