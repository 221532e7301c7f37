import pickle
import sys

data = {"i": [0, -1, 255, 256, 65536, 2**31, -(2**31), 2**63, 10**40, -(10**40)], "f": [0.1, -0.0, float("inf")], "s": "é\n\U0001f600", "b": b"\x00\xff", "t": (), "t1": (1,), "t4": (1, 2, 3, 4), "n": None, "bool": [True, False], "set": {1, 2}, "fs": frozenset([3]), "c": 1 + 2j, "nested": {"a": [{"b": ({},)}]}, "ba": bytearray(b"x"), "r": range(3), "long": "x" * 300}


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, o):
        return vars(self) == vars(o)


class Custom:
    def __init__(self, n):
        self.n, self.cache = n, "dropped"

    def __getstate__(self):
        return {"n": self.n}

    def __setstate__(self, s):
        self.__dict__.update(s, restored=True)


class Reduce:
    def __init__(self, *a):
        self.a = a

    def __reduce__(self):
        return Reduce, ("r", *self.a)


class Slots:
    __slots__ = ("p", "q")


class D(dict):
    pass


for protocol in range(5 + 1):
    text = pickle.dumps(data, protocol)
    back = pickle.loads(text)
    p = pickle.loads(pickle.dumps([Point(1, [2]), Custom(5), Reduce(3)], protocol))
    shared = [1]
    s = pickle.loads(pickle.dumps([shared, shared], protocol))
    loop = [0]
    loop.append(loop)
    l = pickle.loads(pickle.dumps(loop, protocol))
    print(protocol, back == data, p[0] == Point(1, [2]), vars(p[1]), p[2].a, s[0] is s[1], l[1] is l, pickle.loads(pickle.dumps(D(a=1), protocol)), pickle.loads(pickle.dumps((len, Point, int, KeyError("k")), protocol))[:3] == (len, Point, int))
sl = Slots()
sl.p = 1
back = pickle.loads(pickle.dumps(sl, 2))
print(back.p, hasattr(back, "q"))
for bad in (lambda: 0, (i for i in ""), sys, open(__file__)):
    try:
        pickle.dumps(bad)
        print("pickled")
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        print("cannot pickle")
for text in (b"", b"garbage", pickle.dumps([1, 2])[:-2], b"\x80\x04."):
    try:
        print(pickle.loads(text))
    except Exception as error:
        print(isinstance(error, (pickle.UnpicklingError, EOFError, IndexError, KeyError)))
