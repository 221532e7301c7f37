b = b"hello\x00\xff"
print(b, len(b), b[0], b[-1], b[1:3], b[::-1], list(b), b"ell" in b, 104 in b, b"" in b, b == b"hello\x00\xff", b == "hello")
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes(b"x"), bytes("é", "utf-8"), bytes(range(5)), bytes(bytearray(b"q")), bytes(memoryview(b"mv")), b"a" b"b", rb"\n", b'\'"', b"\x41\101\t")
print(repr(b"'"), repr(b'"'), repr(b"'\""), repr(bytes(range(32))), repr(bytes(range(120, 136))), str(b"x"))
print(b"a" + b"b", b"ab" * 3, 2 * b"x", b"a" < b"b", b"a" < b"aa", sorted([b"b", b"a", b""]), hash(b"abc") == hash(b"a" + b"bc"), {b"k": 1}[b"k"], max(b"abc"), sum(b"abc"), bool(b""), bool(b"\0"))
for call in (lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes(["a"]), lambda: bytes("x"), lambda: bytes(-1), lambda: bytes(1.5), lambda: b[99], lambda: b["a"], lambda: b + "x", lambda: "x" + b, lambda: b"a" < "a", lambda: 256 in b, lambda: "h" in b, lambda: bytes(None), lambda: bytes("x", "ascii", "strict", 1), lambda: bytes(1, "ascii"), lambda: b * b"x", lambda: b"a".join(["x"]), lambda: b.foo):
    try:
        print(call())
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    b[0] = 1
except TypeError as error:
    print(error)
class HasBytes:
    def __bytes__(self):
        return b"custom"
class BadBytes:
    def __bytes__(self):
        return "text"
print(bytes(HasBytes()))
try:
    bytes(BadBytes())
except TypeError as error:
    print(error)
