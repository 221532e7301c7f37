# A bytearray can be resized again when its memoryviews are released or dropped.
b = bytearray(b"abc")
x = bytes(memoryview(b))
b.append(1)


def tail(b):
    return memoryview(b)[1:].tobytes()


print(tail(b))
b.append(2)
for i in range(3):
    with memoryview(b) as m:
        m[0] = 65 + i
        try:
            b.append(9)
        except BufferError as error:
            print(error)
    b.extend(b"zz")
print(len(memoryview(b)))
b += b"q"
print(b, x)
m = memoryview(b).cast("H")
print(m[0], m.itemsize, m.nbytes, m.shape, m.format, m.tolist() == list(m), memoryview(b"abcdefgh").cast("d").tolist())
del m
b.clear()
print(b)
