"""Compression, by the host's zlib. (Level: guest.)"""

from sys import version_info as _version

from _pyta import host as _host
from _pyta_object import HostObject, numbers_of

numbers_of("zlib", globals())
ZLIB_VERSION, ZLIB_RUNTIME_VERSION = _host("zlib.versions")


class error(Exception):
    __module__ = "zlib"


def _bytes(data):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return bytes(data)


def _do(function, *arguments):
    try:
        return function(*arguments)
    except Exception as e:
        if type(e) is Exception:  # what zlib.error derives from
            raise error(*e.args) from None
        raise


def compress(data, /, level=-1, wbits=15):
    return _do(_host, "module.call", "zlib", "compress", _bytes(data), level, wbits)


def decompress(data, /, wbits=15, bufsize=16384):
    return _do(_host, "module.call", "zlib", "decompress", _bytes(data), wbits, bufsize)


def crc32(data, value=0, /):
    return _host("binascii.crc32", _bytes(data), value)


def adler32(data, value=1, /):
    return _host("module.call", "zlib", "adler32", _bytes(data), value)


class Compress(HostObject):
    """Compresses piece by piece."""

    __slots__ = ()
    __module__ = "zlib"

    def compress(self, data, /):
        return _do(self._call, "compress", _bytes(data))

    def flush(self, mode=4, /):
        return _do(self._call, "flush", mode)

    def copy(self):
        return _copied(self)

    __copy__ = copy

    def __deepcopy__(self, memo, /):
        return _copied(self)


class Decompress(HostObject):
    """Decompresses piece by piece."""

    __slots__ = ()
    __module__ = "zlib"

    def decompress(self, data, /, max_length=0):
        return _do(self._call, "decompress", _bytes(data), max_length)

    def flush(self, length=16384, /):
        return _do(self._call, "flush", length)

    unused_data = property(lambda self: self._get("unused_data"))
    unconsumed_tail = property(lambda self: self._get("unconsumed_tail"))
    eof = property(lambda self: self._get("eof"))

    def copy(self):
        return _copied(self)

    __copy__ = copy

    def __deepcopy__(self, memo, /):
        return _copied(self)


class _ZlibDecompressor(HostObject):
    """Decompresses piece by piece, and keeps what it was given too early."""

    __slots__ = ()
    __module__ = "zlib"

    def __init__(self, wbits=15, zdict=b""):
        _do(self._make, "zlib", "_ZlibDecompressor", wbits, *([bytes(zdict)] if zdict else []))

    def decompress(self, data, max_length=-1):
        return _do(self._call, "decompress", _bytes(data), max_length)

    unused_data = property(lambda self: self._get("unused_data"))
    needs_input = property(lambda self: self._get("needs_input"))
    eof = property(lambda self: self._get("eof"))


if _version < (3, 12):
    del _ZlibDecompressor


def _copied(stream):
    made = object.__new__(type(stream))
    made._number = _do(_host, "object.copy", stream._number)
    return made


def compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None):
    made = Compress()
    _do(made._make, "zlib", "compressobj", level, method, wbits, memLevel, strategy, *([] if zdict is None else [bytes(zdict)]))
    return made


def decompressobj(wbits=15, zdict=b""):
    made = Decompress()
    _do(made._make, "zlib", "decompressobj", wbits, *([bytes(zdict)] if zdict else []))
    return made
