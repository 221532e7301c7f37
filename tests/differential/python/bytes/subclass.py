class Packet(bytes):
    def __new__(cls, *fields):
        self = super().__new__(cls, b"".join(bytes([len(f)]) + f for f in fields))
        self.count = len(fields)
        return self

    def __iter__(self):
        i = 0
        while i < len(self):
            n = self[i]
            yield bytes(self[i + 1 : i + 1 + n])
            i += n + 1


p = Packet(b"ab", b"", b"xyz")
print(p, len(p), p.count, list(p), p == b"\x02ab\x00\x03xyz", type(p[1:]).__name__, p.hex(), isinstance(p, bytes), [*p])
print({p: 1}[bytes(p)], p + b"!", p.upper(), type(p.upper()).__name__, b"ab" in p, type(bytes(p)).__name__)


class Buffer(bytearray):
    def __init__(self, *args):
        super().__init__(*args)
        self.log = []

    def __setitem__(self, key, value):
        self.log.append((key, value))
        super().__setitem__(key, value)


u = Buffer(b"abc")
u[0] = 65
u[1:] = b"--"
u += b"+"
print(u, u.log, type(u).__name__, repr(u)[:10], u.__class__.__mro__[1].__name__, u == b"A--+", type(u[:2]).__name__)
