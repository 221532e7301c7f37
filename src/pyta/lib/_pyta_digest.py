"""Message digests: the data is kept and the host asked at the end. (Level: guest.)"""

from _pyta import host as _host


def digest(kind):
    size, block = _host("digest_sizes", kind)

    class Hash:
        __slots__ = ("_parts", "_options")
        name = kind
        digest_size = size
        block_size = block

        def __init__(self, data=b"", /, *, usedforsecurity=True, string=b"", **options):
            self._parts = []
            if data or string:
                self.update(data or string)

        def update(self, data, /):
            if isinstance(data, str):
                raise TypeError("Strings must be encoded before hashing")
            self._parts.append(data if type(data) is bytes else bytes(memoryview(data)))

        def _whole(self):
            if len(self._parts) > 1:
                self._parts[:] = [b"".join(self._parts)]
            return self._parts[0] if self._parts else b""

        def digest(self, length=None, /):
            if length is None:
                return _host("digest", kind, self._whole())
            return _host("digest", kind, self._whole(), length)

        def hexdigest(self, length=None, /):
            return self.digest(length).hex()

        def copy(self):
            made = Hash()
            made._parts.append(self._whole())
            return made

        def __repr__(self):
            return f"<{kind} _hashlib.HASH object @ {id(self):#x}>"

    Hash.__name__ = Hash.__qualname__ = kind
    return Hash
