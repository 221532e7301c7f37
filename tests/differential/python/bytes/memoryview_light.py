b = bytearray(b"abcdef")
m = memoryview(b)
print(m[0], m[1:3].tobytes(), len(m), m.tolist(), bytes(m[::-1]), m == b, m[2:] == b"cdef", m.readonly, m.itemsize, m.nbytes, m.format)
m[0] = ord("X")
m[1:3] = b"YZ"
print(b, m.tobytes(), 97 in m, list(m)[:2], m.hex())
r = memoryview(b"const")
for call in (lambda: r.__setitem__(0, 1), lambda: m.__setitem__(slice(0, 2), b"toolong"), lambda: m[10], lambda: b.append(1), lambda: m.__setitem__(0, 300), lambda: memoryview("x")):
    try:
        print(call())
    except (TypeError, ValueError, IndexError, BufferError) as error:
        print(type(error).__name__)
m.release()
b.append(33)
print(b, hash(r) == hash(b"const"), r.readonly)
try:
    m[0]
except ValueError as error:
    print(error)
