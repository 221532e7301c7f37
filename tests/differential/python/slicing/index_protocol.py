class I:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        print("index", self.v)
        return self.v


data = list(range(10))
print(data[I(3)], data[I(1) : I(8) : I(3)], "hello"[I(-1)], (1, 2, 3)[I(0) :], b"abc"[I(1)], range(20)[I(5)], range(20)[I(2) : I(9)])
data[I(0)] = "first"
data[I(8) :] = ["tail"]
del data[I(1)]
print(data, data * I(1) == data, [0] * I(2), I(3) * (1,))
data.insert(I(0), "in")
print(data.pop(I(1)), data)
for value in (I("x"), I(1.5), 1.5, "1", None):
    try:
        data[value]
    except TypeError as error:
        print(error)
try:
    data[1.0:2]
except TypeError as error:
    print(error)
print(data[True], data[-True], data[False:True])
for i in (9, -10, 2**63, -(2**63) - 1):
    for container in ([1, 2], (1, 2), "ab", b"ab", range(2)):
        try:
            container[i]
        except IndexError as error:
            print(type(container).__name__, error)
