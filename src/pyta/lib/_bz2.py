"""bzip2, by the host's. (Level: guest.)"""

from _pyta_object import HostObject


class BZ2Compressor(HostObject):
    """Compresses piece by piece."""

    __slots__ = ()

    def __init__(self, compresslevel=9, /):
        self._make("_bz2", "BZ2Compressor", compresslevel)

    def compress(self, data, /):
        return self._call("compress", bytes(data))

    def flush(self):
        return self._call("flush")


class BZ2Decompressor(HostObject):
    """Decompresses piece by piece."""

    __slots__ = ()

    def __init__(self):
        self._make("_bz2", "BZ2Decompressor")

    def decompress(self, data, max_length=-1):
        return self._call("decompress", bytes(data), max_length)

    eof = property(lambda self: self._get("eof"))
    needs_input = property(lambda self: self._get("needs_input"))
    unused_data = property(lambda self: self._get("unused_data"))
