# array.array: files, views, bytes, pickles, copies, derived classes.
import copy
import io
import pickle
import struct
from array import array


def show(make, *args):
    try:
        print(repr(make(*args)))
    except Exception as e:
        print(type(e).__name__, e)


out = io.BytesIO()
array("i", [1, 2, 3]).tofile(out)
print(out.getvalue())
read = array("i")
read.fromfile(io.BytesIO(out.getvalue()), 2)
print(read)
show(lambda: read.fromfile(io.BytesIO(b"abcdefgh"), 3))
show(lambda: read.fromfile(io.BytesIO(b"abcde"), 3))
show(lambda: read.fromfile(io.BytesIO(), -1))
show(lambda: read.fromfile(io.StringIO("x"), 1))
print(read)

v = memoryview(array("i", [1, 2, 3]))
print(v.format, v.itemsize, v.shape, v.strides, v.nbytes, v.readonly, v.tolist(), v[1], bytes(v[1:]))
h = array("h", [1, 2, 3])
with memoryview(h) as w:
    w[0] = -5
    print(h, w.tolist(), w == h)
    show(lambda: h.append(1))
    show(lambda: h.pop())
    h[0:1] = array("h", [6])
h.append(4)
print(h)
print(bytes(h), bytearray(h), b"".join([h, h]), b"x" + h, bytes(array("B", b"abc")) == array("B", b"abc"))
print(struct.unpack("<hhhh", h), int.from_bytes(h, "little"), io.BytesIO(array("b", [65, 66])).read())
print(struct.unpack_from("<h", h, 2))
buffer = array("b", [0] * 6)
struct.pack_into("<hi", buffer, 0, 1, 2)
print(buffer)

for code in "bBuhHiIlLqQfd":
    e = array(code, "ab" if code == "u" else [1, 2, 3])
    for protocol in range(5):
        print(e.__reduce_ex__(protocol)[1:] if protocol < 3 else e.__reduce_ex__(protocol)[1][1:], pickle.loads(pickle.dumps(e, protocol)) == e)
    print(copy.copy(e), copy.deepcopy(e), copy.copy(e) is e)
from array import _array_reconstructor as rebuild

for args in ((array, "i", 9, b"\x00\x00\x00\x01"), (array, "h", 5, b"\x00\x01\x00\x02"), (array, "d", 14, b"\x00\x00\x80?"), (array, "u", 18, "aé".encode("utf-16-le")),
             (array, "i", 0, b"abc"), (list, "i", 1, b""), ("x", "i", 1, b""), (array, "x", 1, b""), (array, "i", 99, b""), (array, "i", 8, "x"), (array, "b", 2, b"\xff\xff")):
    show(rebuild, *args)


class Named(array):
    def __new__(cls, code, items=(), name="?"):
        self = super().__new__(cls, code, items)
        self.name = name
        return self

    def total(self):
        return sum(self)


n = Named("i", [1, 2, 3], name="n")
print(n, repr(n), n.total(), n[1:], type(n[1:]).__name__, type(n + n).__name__, n.name, n == array("i", [1, 2, 3]), len(n), list(n))
n.append(4)
n[0] = 10
print(n, bytes(n)[:4], memoryview(n).tolist())
back = pickle.loads(pickle.dumps(n))
print(back, back.name, type(back).__name__, n.__reduce_ex__(2)[2])
print([name for name in dir(array) if not name.startswith("__") and name != "clear"])
