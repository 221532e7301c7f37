for value in (0, 1, -1, 10, -10, 255, 2**64, -(2**64), True):
    print(bin(value), oct(value), hex(value))


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        print("index", self.value)
        return self.value


print(hex(Index(255)), bin(Index(-5)), oct(Index(8)), [10, 20, 30][Index(1)], "abc"[Index(-1)], "x" * Index(3) if False else "-")
for call in (hex, bin, oct, chr):
    for value in (1.5, "1", None):
        try:
            print(call(value))
        except TypeError as error:
            print(call.__name__, error)
try:
    hex(Index("a"))
except TypeError as error:
    print(error)
print(0xDEAD_BEEF, 0b1010_1010, 0o7_7, 1_0, 0XfF, 0B1, 0O7, 0x_f)
