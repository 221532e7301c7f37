import struct
import array
import base64
import binascii
import zlib

print(struct.pack("<IhB", 1, -2, 255), struct.pack(">q", -(2**63)), struct.unpack("<IhB", b"\x01\0\0\0\xfe\xff\xff"), struct.calcsize("<bhiq"), struct.pack("<d", 1.5), struct.unpack(">f", b"\x3f\xc0\0\0"), struct.pack("3s5s", b"abcd", b"ab"), struct.pack("<?c", True, b"x"), struct.unpack_from("<H", b"xx\x01\x02", 2), list(struct.iter_unpack("<H", b"\1\0\2\0")))
for bad in (lambda: struct.pack("<B", 256), lambda: struct.pack("<I", -1), lambda: struct.unpack("<I", b"abc"), lambda: struct.pack("<I"), lambda: struct.pack("z", 1), lambda: struct.pack("<I", "a"), lambda: struct.pack("<c", b"ab")):
    try:
        print(bad())
    except struct.error as error:
        print(type(error).__name__)
a = array.array("i", [1, 2, 3])
a.append(4)
a.extend([5, 6])
a[0] = 10
print(a, a[1:3], len(a), a.typecode, a.itemsize, a.index(3), a.count(4), a.tolist(), a.pop(), a + array.array("i", [9]), a * 2, 10 in a, list(reversed(a))[0], a == array.array("i", [10, 2, 3, 4, 5]), sum(a))
a.insert(1, 7)
a.remove(3)
a.reverse()
del a[0]
a[1:2] = array.array("i", [0, 0])
print(a, array.array("d", [1, 2.5]), array.array("B", b"ab"), array.array("i", range(3)).tobytes()[:4], array.array("d"), array.array("q", [2**62])[0])
for bad in (lambda: array.array("i", [1.5]), lambda: array.array("B", [256]), lambda: array.array("i", [2**40]), lambda: array.array("x"), lambda: a[100], lambda: a.append("x"), lambda: a.remove(999), lambda: a + [1], lambda: array.array("b", [200])):
    try:
        print(bad())
    except (TypeError, OverflowError, ValueError, IndexError) as error:
        print(type(error).__name__)
print(base64.b64encode(b"hello \xff"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xfb\xff"), base64.b32encode(b"hi"), base64.b16encode(b"\xab"), base64.b85encode(b"test"), binascii.hexlify(b"ab"), binascii.unhexlify("6162"), binascii.crc32(b"hello"), zlib.crc32(b"hello"), zlib.adler32(b"hello"))
for bad in (lambda: base64.b64decode("abc"), lambda: binascii.unhexlify("abc"), lambda: base64.b32decode("1")):
    try:
        print(bad())
    except (binascii.Error, ValueError) as error:
        print(type(error).__name__)
data = b"abc" * 100
print(zlib.decompress(zlib.compress(data)) == data, len(zlib.compress(data)) < 30)
