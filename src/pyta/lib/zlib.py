"""Compression, by the host's zlib; streams are worked on as a whole. (Level: guest.)"""

from _pyta import host as _host

DEFLATED = 8
DEF_MEM_LEVEL, MAX_WBITS, DEF_BUF_SIZE = 8, 15, 16384
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = 0, 1, 2, 3, 4
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH = 0, 1, 2, 3, 4
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.2.13"


class error(Exception):
    __module__ = "zlib"


def _do(name, *arguments):
    try:
        return _host(name, *arguments)
    except Exception as e:
        raise error(*e.args) from None


def compress(data, /, level=-1, wbits=15):
    return _do("zlib.compress", bytes(data), level, wbits)


def decompress(data, /, wbits=15, bufsize=16384):
    return _do("zlib", "decompress", bytes(data), wbits)


def crc32(data, value=0, /):
    return _host("binascii.crc32", bytes(data), value)


def adler32(data, value=1, /):
    return _host("zlib", "adler32", bytes(data), value)


class _Compress:
    def __init__(self, level, wbits):
        self._level, self._wbits, self._parts = level, wbits, []

    def compress(self, data, /):
        self._parts.append(bytes(data))
        return b""

    def flush(self, mode=4, /):
        if mode != 4:
            return b""
        return _do("zlib.compress", b"".join(self._parts), self._level, self._wbits)

    def copy(self):
        made = _Compress(self._level, self._wbits)
        made._parts = list(self._parts)
        return made


class _Decompress:
    def __init__(self, wbits):
        self._wbits = wbits
        self._data = b""
        self._given = 0
        self.unused_data = b""
        self.unconsumed_tail = b""
        self.eof = False

    def decompress(self, data, /, max_length=0):
        self._data += bytes(data)
        out, self.unused_data, self.eof = _do("zlib.decompress", self._data, self._wbits)
        piece = out[self._given:]
        self._given = len(out)
        return piece

    def flush(self, length=16384, /):
        return b""


def compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None):
    return _Compress(level, wbits)


def decompressobj(wbits=15, zdict=b""):
    return _Decompress(wbits)
