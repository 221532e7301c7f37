"""_json.make_encoder: values as JSON text, at once.

Source: the library reference, "json"; the behaviour in doubtful cases and the messages are those of CPython's _json.
"""

from __future__ import annotations

import sys

from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import enter_recursion
from corevm.kernel.code import NativeFunction
from corevm.kernel.float_text import REPR_BYTES, float_repr
from corevm.kernel.list import List, list_get, list_of_exactly
from corevm.kernel.map import Map, map_items
from corevm.kernel.number import float_of, is_float
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import String
from corevm.kernel.string_build import StringBuilder, new_builder
from corevm.kernel.thread import thread
from corevm.kernel.value import FALSE, NONE, TRUE, is_fixnum, is_word, untag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, inline, new, stack_array, static, u8, u64
from pyta.module.json import append_quoted
from pyta.object.declare import declare_type, method
from pyta.object.exception import append_number, recursion_error, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.world import name
from pyta.protocol.argument import as_size, bind_parameters, is_text
from pyta.protocol.attribute import call0, call1, get_attribute
from pyta.protocol.compare import is_true
from pyta.protocol.iterate import list_of
from pyta.protocol.text import int_text

PARAMETERS = (
    "markers", "default", "encoder", "indent", "key_separator", "item_separator", "sort_keys", "skipkeys", "allow_nan",
)  # fmt: skip
OTHER, PLAIN, ASCII = range(3)  # how strings are encoded: by a function of the program, or by ours
GIVES_TUPLE = IS_FLOAT_SHOWN = sys.version_info >= (3, 12)
INDENTS = sys.version_info >= (3, 13)  # before, json.encoder does what needs an indent itself
LINK_WORDS = 4  # of the chain of containers being encoded: the link before, the container, how many links there are, how far its text is indented

declare_type("Encoder", kind="pyta.json_encoder", module="_json", is_hidden=True, is_final=True)


@heap(kind="pyta.json_encoder")
class Encoder(Object):
    markers: Value
    default: Value
    encoder: Value
    indent: Value
    key_separator: String
    item_separator: String
    sort_keys: i64
    skip_keys: i64
    allow_nan: i64
    quoting: i64


@method("Encoder", "__new__", binding="static", variadic=True, keywords=True)
def encoder_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """make_encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)"""
    taken = stack_array(Value, len(PARAMETERS))
    bind_parameters(arguments + 1, argc - 1, names, taken, PARAMETERS, "make_encoder", len(PARAMETERS))
    if not is_word(taken[0], NONE) and payload_or_none(taken[0], "dict") == no_value():
        raise type_error("make_encoder() argument 1 must be dict or None, not %T", taken[0])
    for k in static((4, 5)):
        if payload_or_none(taken[k], "str") == no_value():
            raise type_error(f"make_encoder() argument {k + 1} must be str, not %T", taken[k])
    quoting: i64 = OTHER
    if is_kind(taken[2], "native_function"):
        own = cast(NativeFunction, taken[2]).name
        if is_text(own, "encode_basestring_ascii"):
            quoting = ASCII
        elif is_text(own, "encode_basestring"):
            quoting = PLAIN
    indent = NONE
    if INDENTS and not is_word(taken[3], NONE):
        indent = payload_or_none(taken[3], "str")
        if indent == no_value():
            raise type_error("make_encoder() argument 4 must be str or None, not %T", taken[3])
    return new(
        Encoder, markers=taken[0], default=taken[1], encoder=taken[2], indent=indent,
        key_separator=cast(String, payload_or_none(taken[4], "str")), item_separator=cast(String, payload_or_none(taken[5], "str")),
        sort_keys=i64(is_true(taken[6])), skip_keys=i64(is_true(taken[7])), allow_nan=i64(is_true(taken[8])), quoting=quoting,
    )  # fmt: skip


@method("Encoder", "__call__", variadic=True, keywords=True, minimum=1)
def encoder_call(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """(obj, _current_indent_level): texts which one after the other are the JSON text: a list, since Python 3.12 a tuple."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("obj", "_current_indent_level"), "_iterencode", 2)
    out = new_builder(64)
    outer = cast(Ptr[u64], u64(0))
    if INDENTS:
        outer = stack_array(u64, LINK_WORDS)
        outer[0] = outer[1] = outer[2] = 0
        outer[3] = u64(as_size(taken[1]))
    encode(cast(Encoder, arguments[0]), out, taken[0], outer)
    text = out.finish()
    made = array_new(1)
    made.items[0] = text
    return made if GIVES_TUPLE else list_of_exactly(made)


@inline(raises=True)
def put_static(out: StringBuilder, text: static) -> None:
    out.append_ascii(text, len(text))


@fn(raises=True)
def put_string(e: Encoder, out: StringBuilder, text: Value) -> None:
    """text: a str or an instance of a class derived from it."""
    if e.quoting != OTHER:
        append_quoted(out, cast(String, payload_or_none(text, "str")), e.quoting == ASCII)
        return
    made = call1(e.encoder, text)
    found = payload_or_none(made, "str")
    if found == no_value():
        raise type_error("encoder() must return a string, not %T", made)
    out.append(cast(String, found))


@fn(raises=True)
def put_float(e: Encoder, out: StringBuilder, v: Value) -> None:
    d = float_of(v)
    if d - d != 0.0:
        if e.allow_nan == 0:
            if IS_FLOAT_SHOWN:
                raise value_error("Out of range float values are not JSON compliant: %R", v)
            raise value_error("Out of range float values are not JSON compliant")
        if d != d:
            put_static(out, "NaN")
        elif d > 0.0:
            put_static(out, "Infinity")
        else:
            put_static(out, "-Infinity")
        return
    buffer = stack_array(u8, REPR_BYTES)
    out.append_ascii(buffer, float_repr(d, buffer))


@fn(raises=True)
def put_constant(out: StringBuilder, v: Value) -> bool:
    """Append the text of None, True or False; whether v is one of them."""
    if is_word(v, NONE):
        put_static(out, "null")
    elif is_word(v, TRUE):
        put_static(out, "true")
    elif is_word(v, FALSE):
        put_static(out, "false")
    else:
        return False
    return True


@fn(raises=True)
def put_number(e: Encoder, out: StringBuilder, v: Value) -> bool:
    """Append the text of an int or float; whether v is one."""
    if is_fixnum(v):
        append_number(out, untag_fixnum(v))
        return True
    if is_float(v):
        put_float(e, out, v)
        return True
    n = payload_or_none(v, "int")
    if n != no_value():
        out.append(int_text(n))
        return True
    n = payload_or_none(v, "float")
    if n != no_value():
        put_float(e, out, n)
        return True
    return False


@fn(raises=True)
def encode(e: Encoder, out: StringBuilder, v: Value, outer: Ptr[u64]) -> None:
    """Append the text of any value. `outer`: the chain of the containers around it."""
    if is_kind(v, "string"):
        put_string(e, out, v)
        return
    if put_constant(out, v):
        return
    if put_number(e, out, v):
        return
    enter_recursion()
    if payload_or_none(v, "str") != no_value():
        put_string(e, out, v)
        return
    link = stack_array(u64, LINK_WORDS)
    link[0] = cast(u64, outer)
    link[1] = cast(u64, v)
    link[2] = 1 if outer is None else outer[2] + 1
    if INDENTS:
        link[3] = outer[3]
    if i64(link[2]) > thread().frame_limit:
        raise recursion_error("maximum recursion depth exceeded while encoding a JSON object")
    found = payload_or_none(v, "dict")
    if found != no_value():
        encode_map(e, out, v, cast(Map, found), link)
    elif payload_or_none(v, "list") != no_value() or payload_or_none(v, "tuple") != no_value():
        encode_sequence(e, out, v, link)
    else:
        check_circular(e, link)
        encode(e, out, call1(e.default, v), link)


@fn(raises=True)
def check_circular(e: Encoder, link: Ptr[u64]) -> None:
    """Raises: ValueError if the container of the link is in the chain before it."""
    if is_word(e.markers, NONE):
        return
    here = cast(Ptr[u64], link[0])
    while here is not None:
        if here[1] == link[1]:
            raise value_error("Circular reference detected")
        here = cast(Ptr[u64], here[0])


@inline(raises=True)
def put_line(e: Encoder, out: StringBuilder, link: Ptr[u64], change: static) -> None:
    """Begin a line, indented by so much more than the one before."""
    if INDENTS:
        if not is_word(e.indent, NONE):
            link[3] = link[3] + u64(change) if change > 0 else link[3] - u64(-change)
            put_indent(e, out, i64(link[3]))


@inline(raises=True)
def put_separator(e: Encoder, out: StringBuilder, link: Ptr[u64]) -> None:
    out.append(e.item_separator)
    if INDENTS:
        if not is_word(e.indent, NONE):
            put_indent(e, out, i64(link[3]))


@fn(raises=True)
def put_indent(e: Encoder, out: StringBuilder, level: i64) -> None:
    out.append_code(0x0A)
    for _ in range(level):
        out.append(cast(String, e.indent))


@fn(raises=True)
def encode_sequence(e: Encoder, out: StringBuilder, v: Value, link: Ptr[u64]) -> None:
    items = cast(List, v) if is_kind(v, "list") else list_of(v)
    if items.count == 0:
        put_static(out, "[]")
        return
    check_circular(e, link)
    put_static(out, "[")
    put_line(e, out, link, 1)
    i: i64 = 0
    while i < items.count:  # of a list, whatever it has become meanwhile
        if i > 0:
            put_separator(e, out, link)
        encode(e, out, list_get(items, i), link)
        spend(1)
        i += 1
    put_line(e, out, link, -1)
    put_static(out, "]")


@fn(raises=True)
def put_key(e: Encoder, out: StringBuilder, key: Value) -> None:
    """Append a key that is not a str, as a string."""
    text = new_builder(32)
    if not put_constant(text, key):
        put_number(e, text, key)
    put_string(e, out, text.finish())


@fn(raises=True)
def is_key(e: Encoder, key: Value) -> bool:
    """Whether there is to be an item of that key. Raises: TypeError."""
    if is_kind(key, "string") or is_fixnum(key) or is_float(key):
        return True
    if is_word(key, NONE) or is_word(key, TRUE) or is_word(key, FALSE):
        return True
    for owner in static(("str", "int", "float")):
        if payload_or_none(key, owner) != no_value():
            return True
    if e.skip_keys != 0:
        return False
    raise type_error("keys must be str, int, float, bool or None, not %T", key)


@fn(raises=True)
def put_item(e: Encoder, out: StringBuilder, key: Value, v: Value, is_first: bool, link: Ptr[u64]) -> bool:
    """Append an item of a dict; whether there still is none."""
    if not is_key(e, key):
        return is_first
    if not is_first:
        put_separator(e, out, link)
    if is_kind(key, "string") or payload_or_none(key, "str") != no_value():
        put_string(e, out, key)
    else:
        put_key(e, out, key)
    out.append(e.key_separator)
    encode(e, out, v, link)
    return False


@fn(raises=True)
def encode_map(e: Encoder, out: StringBuilder, v: Value, m: Map, link: Ptr[u64]) -> None:
    if m.count == 0:
        put_static(out, "{}")
        return
    check_circular(e, link)
    put_static(out, "{")
    put_line(e, out, link, 1)
    is_first = True
    if is_kind(v, "map") and e.sort_keys == 0:
        items = map_items(m)
        for i in range(items.length >> 1):
            is_first = put_item(e, out, items.items[i * 2], items.items[i * 2 + 1], is_first, link)
            spend(1)
    else:
        found = list_of(call0(get_attribute(v, name("items"))))
        if e.sort_keys != 0:
            call0(get_attribute(found, name("sort")))
        for i in range(found.count):
            pair = list_get(found, i)
            if not is_kind(pair, "array") or cast(Array_, pair).length != 2:
                raise value_error("items must return 2-tuples")
            is_first = put_item(e, out, cast(Array_, pair).items[0], cast(Array_, pair).items[1], is_first, link)
            spend(1)
    put_line(e, out, link, -1)
    put_static(out, "}")
