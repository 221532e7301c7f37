"""Conversions between binary data and text, by the host. (Level: guest.)"""

from _pyta import host as _host


class Error(ValueError):
    pass


class Incomplete(Exception):
    pass


def _bytes(data):
    if isinstance(data, str):
        try:
            return data.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if type(data) is bytes:
        return data
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"argument should be bytes, buffer or ASCII string, not '{type(data).__name__}'") from None


def _binary(data):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return data if type(data) is bytes else bytes(memoryview(data))


def _do(name, *arguments):
    try:
        return _host("binascii." + name, *arguments)
    except ValueError as e:
        raise Error(*e.args) from None


def hexlify(data, sep=None, bytes_per_sep=1):
    data = _binary(data)
    text = data.hex() if sep is None else data.hex(sep, bytes_per_sep)
    return text.encode("ascii")


b2a_hex = hexlify


def unhexlify(hexstr, /):
    return _do("unhexlify", _bytes(hexstr))


a2b_hex = unhexlify


def b2a_base64(data, /, *, newline=True):
    found = _do("b2a_base64", _binary(data))
    return found if newline else found[:-1]


def a2b_base64(data, /, *, strict_mode=False):
    return _do("a2b_base64", _bytes(data))


def b2a_uu(data, /, *, backtick=False):
    return _do("b2a_uu", _binary(data))


def a2b_uu(data, /):
    return _do("a2b_uu", _bytes(data))


def b2a_qp(data, quotetabs=False, istext=True, header=False):
    return _do("b2a_qp", _binary(data), quotetabs, istext, header)


def a2b_qp(data, header=False):
    return _do("a2b_qp", _bytes(data), header)


def crc32(data, crc=0, /):
    return _do("crc32", _binary(data), crc)


def crc_hqx(data, crc, /):
    return _do("crc_hqx", _binary(data), crc)
