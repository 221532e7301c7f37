"""Message digests: little data is kept and the host asked at the end; much goes to an object of the host. (Level: guest.)"""

from _pyta import host as _host
from _pyta_object import HostObject

KEPT_BYTES = 1 << 16


def digest(kind):
    size, block = _host("digest_sizes", kind)

    class Hash(HostObject):
        __slots__ = ("_count", "_parts")
        name = kind
        digest_size = size
        block_size = block

        def __init__(self, data=b"", /, *, usedforsecurity=True, string=b"", **options):
            self._number = None
            self._parts = []
            self._count = 0
            if data or string:
                self.update(data or string)

        def update(self, data, /):
            if isinstance(data, str):
                raise TypeError("Strings must be encoded before hashing")
            data = data if type(data) is bytes else bytes(memoryview(data))
            self._parts.append(data)
            self._count += len(data)
            if self._count > KEPT_BYTES:
                if self._number is None:
                    self._make("hashlib", "new", kind)
                self._call("update", self._whole())
                self._parts, self._count = [], 0

        def _whole(self):
            if len(self._parts) > 1:
                self._parts[:] = [b"".join(self._parts)]
            return self._parts[0] if self._parts else b""

        def digest(self, length=None, /):
            given = () if length is None else (length,)
            if self._number is None:
                return _host("digest", kind, self._whole(), *given)
            if self._parts:
                self._call("update", self._whole())
                self._parts, self._count = [], 0
            return self._call("digest", *given)

        def hexdigest(self, length=None, /):
            return self.digest(length).hex()

        def copy(self):
            made = Hash()
            made._parts, made._count = [self._whole()], self._count
            if self._number is not None:
                made._number = _host("object.copy", self._number)
            return made

        def __repr__(self):
            return f"<{kind} _hashlib.HASH object @ {id(self):#x}>"

    Hash.__name__ = Hash.__qualname__ = kind
    return Hash
