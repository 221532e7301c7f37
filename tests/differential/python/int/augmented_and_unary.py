x = 5
y = x
x += 1
print(x, y, +x, -x, ~x, --x, -~x, ~-x, not x, +True, -True, ~True)
for operation in ("+=", "-=", "*=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^="):
    space = {"v": 1234567}
    exec("v " + operation + " 3", space)
    print(operation, space["v"])
    space = {"v": 10**25}
    exec("v " + operation + " 3", space)
    print(operation, space["v"])
v = 7
v /= 2
print(v)
v = 10
v -= v
v += True
print(v, type(v).__name__, type(True + True).__name__, True * 5, False - True)
