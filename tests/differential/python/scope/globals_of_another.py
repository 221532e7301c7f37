# The same code with several dictionaries of globals: names are found in the one it runs with, and builtins behind it.
import types

code = compile("def f():\n    return len, size\nsize = 1\nfound = f()\n", "module", "exec")
for space in ({"x": 1}, {"len": 7}, {"y": 1}, {"len": 8}, {"len": 9, "found": 0}):
    exec(code, space)
    print(space["found"][0] is len, space["found"][0] if space["found"][0] is not len else "builtin", space["found"][1])


def g():
    return abs


first = types.FunctionType(g.__code__, {"p": 1, "__builtins__": __builtins__})
second = types.FunctionType(g.__code__, {"abs": 1, "__builtins__": __builtins__})
print([f() is abs for f in (first, second, first, second, g)], second())

space = {"__builtins__": __builtins__}
reader = types.FunctionType((lambda: value).__code__, space)
for number in range(40):
    space[f"name{number}"] = number
    space["value"] = number
    print(reader(), end=" ")
    if number % 3 == 0:
        space.pop(f"name{number // 2}", None)
    if number % 7 == 0:
        space.clear()
        space["__builtins__"] = __builtins__
        try:
            reader()
        except NameError as error:
            print(error)
print()
for key in list(space):
    exec("new = 1", space)
print(space["new"])
