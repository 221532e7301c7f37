"""The module _json: native (pyta/module/json.py, json_encode.py, json_scan.py), but for its errors. (Level: guest.)"""

from _pyta import encode_basestring, encode_basestring_ascii, native_type, scanstring

make_encoder = native_type("Encoder")
make_scanner = native_type("Scanner")


def fail(message, text, at):
    from json.decoder import JSONDecodeError

    raise JSONDecodeError(message, text, at)
