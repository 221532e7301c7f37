a = bytearray(b"hello")
a[0] = 72
a[1:3] = b"EY"
a[-1:] = b"o world"
print(a, len(a), a[0], a[2:4], type(a[2:4]).__name__, list(a[:3]))
a.append(33)
a.extend(b"??")
a.extend([65, 66])
a += b"cd"
a += bytearray(b"e")
a.insert(0, 42)
print(a, a.pop(), a.pop(0), a.remove(ord("!")), a)
a.reverse()
print(a, a.copy() == a, a.copy() is a, bytes(a), a == bytes(a), bytes(a) == a, a < b"z")
del a[0], a[-2:], a[::2]
print(a)
a *= 2
print(a, a * 2, b"x" + a, type(b"x" + a).__name__, type(a + b"x").__name__)
a[::2] = bytes(len(a[::2]))
print(a)
a.clear()
print(a, bool(a), bytearray(4), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(b"x") in [b"x"])
b = bytearray(b"abc")
for call in (lambda: b.__setitem__(0, 256), lambda: b.__setitem__(0, -1), lambda: b.__setitem__(0, "a"), lambda: b.__setitem__(9, 1), lambda: b.append("a"), lambda: b.append(256), lambda: b.remove(1), lambda: b.pop(10), lambda: bytearray().pop(), lambda: hash(b), lambda: b + "x", lambda: b.__setitem__(slice(0, 3, 2), b"abc"), lambda: bytearray("x"), lambda: {b: 1}, lambda: b.insert(0, 300)):
    try:
        print(call())
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
b[1:2] = [120, 121, 122]
b[len(b):] = (33,)
print(b, b.upper(), type(b.upper()).__name__, b.find(b"xy"), b.split(b"y"), b.decode(), b.hex(), b.replace(b"x", b""), b.join([b"1", b"2"]), type(b.join([])).__name__)
c = b
c += b"!"
print(b is c, b, [x for x in b][:2], b"a" in b, 97 in b, bytearray(b"abc").translate(None, b"b"))
for i, x in enumerate(b):
    b[i] = x ^ 1
print(b, b.startswith(b"`"), b.count(b"x"), bytearray.fromhex("00ff"), repr(bytearray(b"'\"\\\n")))
