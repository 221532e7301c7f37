# array.array where bytes are wanted: struct, streams, digests, joins, searches, files.
import struct, io, zlib, binascii, hashlib
from array import array
a=array("i",[0]*4); struct.pack_into("<hb",a,3,258,7); print(a, struct.unpack_from("<hb",a,3), struct.unpack("<4i",a), list(struct.iter_unpack("<ii",a)))
try: struct.pack_into("<q",a,12,1)
except struct.error as e: print(e)
struct.pack_into("<h",a,-2,5); print(a)
print(zlib.crc32(a), binascii.hexlify(a), hashlib.md5(a).hexdigest(), int.from_bytes(a,"big")==int.from_bytes(a.tobytes(),"big"), bytes(a)==a.tobytes(), b"".join([a,b"x"]), bytearray(a)==a.tobytes())
f=io.BytesIO(b"abcdefgh"); print(f.readinto(a), a, f.read())
f=io.BytesIO(); print(f.write(a), f.getvalue())
import tempfile
with tempfile.TemporaryFile() as t:
    print(t.write(a), t.seek(0), t.readinto(a), a)
print(bytearray(b"ab").join([array("b",b"x"),array("b",b"y")]), b"abc".find(array("b",b"c")), b"abc".startswith(bytes(array("b",b"a"))), b"a,b".split(array("b",b",")), b"x".replace(b"x",array("b",b"zz")))
print(bytes.maketrans(array("b",b"a"),array("b",b"z"))[97], b"abc".translate(None, array("b",b"b")), "é".encode()+array("b",b"1"), array("b",b"1").tobytes().decode(), str(array("b",b"hi"),"ascii"), float(array("b",b"1.5")))
x=bytearray(b"123456"); x[1:3]=array("b",b"ZZZ"); x+=array("b",b"!"); x.extend(array("b",b"?")); print(x, memoryview(x)[0:2]==array("B",b"1Z"), array("B",b"1Z") in [memoryview(x)[0:2]])
