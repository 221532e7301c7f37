"""xz and lzma, by the host's. (Level: guest.)"""

from _pyta import host as _host
from _pyta_object import HostObject, numbers_of

numbers_of("_lzma", globals())


class LZMAError(Exception):
    __module__ = "_lzma"


def _tried(function, *arguments):
    try:
        return function(*arguments)
    except (TypeError, ValueError, MemoryError, EOFError):
        raise
    except Exception as e:
        raise LZMAError(*e.args) from None


class LZMACompressor(HostObject):
    """Compresses piece by piece."""

    __slots__ = ()

    def __init__(self, format=1, check=-1, preset=None, filters=None):
        _tried(self._make, "_lzma", "LZMACompressor", format, check, preset, filters)

    def compress(self, data, /):
        return _tried(self._call, "compress", bytes(data))

    def flush(self):
        return _tried(self._call, "flush")


class LZMADecompressor(HostObject):
    """Decompresses piece by piece."""

    __slots__ = ()

    def __init__(self, format=0, memlimit=None, filters=None):
        _tried(self._make, "_lzma", "LZMADecompressor", format, memlimit, filters)

    def decompress(self, data, max_length=-1):
        return _tried(self._call, "decompress", bytes(data), max_length)

    check = property(lambda self: self._get("check"))
    eof = property(lambda self: self._get("eof"))
    needs_input = property(lambda self: self._get("needs_input"))
    unused_data = property(lambda self: self._get("unused_data"))


def is_check_supported(check_id, /):
    return _host("module.call", "_lzma", "is_check_supported", check_id)


def _encode_filter_properties(filter, /):
    return _tried(_host, "module.call", "_lzma", "_encode_filter_properties", filter)


def _decode_filter_properties(filter_id, encoded_props, /):
    return _tried(_host, "module.call", "_lzma", "_decode_filter_properties", filter_id, bytes(encoded_props))
