import struct, io
cases = [("<I", 5), ("<I", -1), ("<I", 1 << 40), ("b", 128), ("hhl", 1, 2, 3), (">hHiIqQ", -1, 65535, -2, 4294967295, -5, 1 << 63), ("5s2x3s", b"ab", b"longer"),
  ("d", 1.5), (">d", -2), ("f", 1e40), ("<f", 3.25), ("<f", float("inf")), ("?", []), ("?", 3), ("c", b"x"), ("c", b"xy"), ("c", 1), ("e", 1.5), ("5p", b"abc"), ("zz", 1), ("", ), ("2h", 1), ("h", "x"), ("h", 1.5), ("P", 7), ("<P", 7), ("<n", 1), ("n", -3), ("=l", 1), ("l", 1 << 63), ("Q", 1 << 64), ("q", -(1 << 63)), ("b 2x h", 1, 2), ("0h", ), ("3", ), ("ci", b"a", 1), ("i0q", 1), ("s", "x"), ("3s", bytearray(b"ab")), ("h", True), ("d", "x"), ("d", 1 << 2000)]
for c in cases:
    try:
        p = struct.pack(*c)
        print(c[0], p, struct.calcsize(c[0]), struct.unpack(c[0], p), struct.unpack_from(c[0], b"zz" + p, 2))
    except (struct.error, OverflowError, TypeError) as e:
        print(c[0], type(e).__name__, e)
for f, b in (("<I", b"abc"), ("<2H", b"abcde"), ("h", bytearray(b"ab")), ("h", memoryview(b"xaby")[1:3]), ("h", 3), ("h", "ab")):
    try: print(struct.unpack(f, b))
    except (struct.error, TypeError) as e: print(type(e).__name__, e)
for off in (0, 1, 2, 5, -2, -9):
    try: print(struct.unpack_from("h", b"abcd", off))
    except struct.error as e: print(e)
    buf = bytearray(4)
    try: struct.pack_into("h", buf, off, 258); print(buf)
    except struct.error as e: print(e)
class I:
    def __index__(self): return 7
print(struct.pack("<bH", I(), I()), list(struct.iter_unpack("<h", b"abcd")), struct.Struct("<hh").unpack(b"abcd"), struct.Struct(b"<h").format)
b = io.BytesIO(b"hello\nworld\n")
print(b.read(2), b.readline(), b.readlines(), b.write(b"xy"), b.getvalue(), b.tell(), b.seek(3), b.write(b"QQ"), b.getvalue(), b.seek(20), b.write(b"e"), b.getvalue(), b.truncate(4), b.getvalue())
v = b.getbuffer(); v[0] = 65; print(b.getvalue()); v.release()
print(io.BytesIO(bytearray(b"abc")).read(), io.BytesIO(None).read(), io.BytesIO().getvalue())
try: io.BytesIO("x")
except TypeError as e: print(e)
try: io.BytesIO().write("x")
except TypeError as e: print(e)
c = io.BytesIO(b"abc"); c.close()
try: c.read()
except ValueError as e: print(e)
