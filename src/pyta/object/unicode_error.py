"""The texts of UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError."""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.bytes import Bytes
from corevm.kernel.string import String, code_at, string_from_static
from corevm.kernel.string_build import StringBuilder, hex_digit, new_builder
from corevm.kernel.value import is_fixnum, untag_fixnum
from corevm.micro.surface import Value, cast, fn, i64, static, u32
from pyta.object.buffer import bytes_or_none
from pyta.object.declare import method
from pyta.object.exception import append_number
from pyta.object.payload import payload_or_none
from pyta.object.type import is_deleted
from pyta.object.world import name
from pyta.protocol.attribute import get_attribute
from pyta.protocol.codec import LATIN, put_escape
from pyta.protocol.text import py_str


@fn(raises=True)
def place(e: Value, key: Value) -> i64:
    v = get_attribute(e, key)
    return untag_fixnum(v) if is_fixnum(v) else i64(0)


@fn(raises=True)
def put_text(out: StringBuilder, e: Value, key: Value) -> None:
    """Append the text of an attribute."""
    out.append(cast(String, payload_or_none(py_str(get_attribute(e, key)), "str")))


@fn(raises=True)
def put_static(out: StringBuilder, text: static) -> None:
    out.append_ascii(text, len(text))


@fn(raises=True)
def describe(e: Value, verb: static, is_bytes: static) -> Value:
    """'CODEC' codec can't VERB character '...' in position N: REASON."""
    out = new_builder(80)
    if verb != "translate":
        out.append_code(0x27)
        put_text(out, e, name("encoding"))
        put_static(out, "' codec ")
    put_static(out, f"can't {verb} ")
    start = place(e, name("start"))
    end = place(e, name("end"))
    found = get_attribute(e, name("object"))
    shown: i64 = -1
    if is_bytes:
        data = bytes_or_none(found)
        if not is_deleted(data) and end == start + 1 and start >= 0 and start < cast(Bytes, data).length:
            shown = i64(cast(Bytes, data).data[start])
            put_static(out, "byte 0x")
            out.append_code(hex_digit(u32(shown) >> 4))
            out.append_code(hex_digit(u32(shown) & 15))
    else:
        text = payload_or_none(found, "str")
        if text != no_value() and end == start + 1 and start >= 0 and start < cast(String, text).count:
            shown = i64(code_at(cast(String, text), start))
            put_static(out, "character '")
            put_escape(out, LATIN, u32(shown))
            out.append_code(0x27)
    if shown < 0:
        put_static(out, "bytes" if is_bytes else "characters")
    put_static(out, " in position ")
    append_number(out, start)
    if shown < 0:
        out.append_code(0x2D)
        append_number(out, end - 1)
    put_static(out, ": ")
    put_text(out, e, name("reason"))
    return out.finish()


@fn(raises=True)
def is_complete(e: Value) -> bool:
    """Whether the object has been initialised."""
    return is_fixnum(get_attribute(e, name("start")))


@method("UnicodeEncodeError", "__str__")
def encode_error_str(self: Value) -> Value:
    return describe(self, "encode", False) if is_complete(self) else string_from_static("")


@method("UnicodeDecodeError", "__str__")
def decode_error_str(self: Value) -> Value:
    return describe(self, "decode", True) if is_complete(self) else string_from_static("")


@method("UnicodeTranslateError", "__str__")
def translate_error_str(self: Value) -> Value:
    return describe(self, "translate", False) if is_complete(self) else string_from_static("")
