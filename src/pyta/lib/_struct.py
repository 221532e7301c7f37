"""Packed binary data: what is rare or wrong, by the host's struct; the rest is native (pyta/module/struct.py). (Level: guest.)"""

from _pyta import host as _host
from _pyta import struct_calcsize as calcsize
from _pyta import struct_pack as pack
from _pyta import struct_unpack as unpack
from _pyta import struct_unpack_at as _unpack_at


class error(Exception):
    __module__ = "struct"


def _do(function, *arguments):
    found = _host("struct", function, *arguments)
    if type(found) is str:
        raise error(found)
    return found


def _plain(layout, values):
    """What the host can take: indices and truth values resolved."""
    out = []
    for v in values:
        if type(v) not in (int, float, bytes, bool):
            if isinstance(v, bool):
                v = bool(v)
            elif isinstance(v, int):
                v = int(v)
            elif isinstance(v, float):
                v = float(v)
            elif isinstance(v, (bytes, bytearray)):
                v = bytes(v)
            elif hasattr(type(v), "__index__"):
                v = v.__index__()
            elif hasattr(type(v), "__float__"):
                v = float(v)
            elif "?" in (layout if isinstance(layout, str) else layout.decode("latin-1")):
                v = bool(v)
            elif isinstance(v, str):
                pass
            else:
                raise error("required argument is not an integer")
        out.append(v)
    return out


def calcsize_slowly(format):
    return _do("calcsize", format)


def pack_slowly(format, *values):
    return _do("pack", format, *_plain(format, values))


def unpack_slowly(format, buffer):
    return _do("unpack", format, _contents(buffer))


def unpack_at_slowly(format, buffer, offset):
    return _do("unpack_from", format, _contents(buffer), offset.__index__())


def _contents(buffer):
    if isinstance(buffer, (int, str)):
        raise TypeError(f"a bytes-like object is required, not '{type(buffer).__name__}'")
    return buffer if type(buffer) is bytes else bytes(buffer)


def pack_into(format, buffer, offset, /, *values):
    Struct(format).pack_into(buffer, offset, *values)


def unpack_from(format, /, buffer, offset=0):
    return _unpack_at(format, buffer, offset)


def iter_unpack(format, buffer, /):
    return Struct(format).iter_unpack(buffer)


def _clearcache():
    pass


class Struct:
    """A compiled format."""

    __module__ = "_struct"

    def __init__(self, format):
        self.size = calcsize(format)
        self.format = format if isinstance(format, str) else format.decode("ascii")

    def pack(self, *values):
        return pack(self.format, *values)

    def unpack(self, buffer, /):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def pack_into(self, buffer, offset, /, *values):
        data = pack(self.format, *values)
        view = memoryview(buffer).cast("B")
        n = len(view)
        if offset < 0:
            if offset + n < 0:
                raise error(f"offset {offset} out of range for {n}-byte buffer")
            offset += n
        if n - offset < self.size:
            raise error(
                f"pack_into requires a buffer of at least {offset + self.size} bytes for packing {self.size} bytes at offset {offset} "
                f"(actual buffer size is {n})"
            )
        view[offset:offset + self.size] = data

    def iter_unpack(self, buffer, /):
        data = _contents(buffer)
        if self.size == 0:
            raise error("cannot iteratively unpack with a struct of length 0")
        if len(data) % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        return self._pieces(data)

    def _pieces(self, data):
        for at in range(0, len(data), self.size):
            yield unpack_from(self.format, data, at)

    def __sizeof__(self):
        return 48 + self.size

    def __repr__(self):
        return f"Struct({self.format!r})"
