"""What is said when a native function is called with arguments it does not take: CPython's texts for the kind of function it is."""

from __future__ import annotations

from corevm.kernel.code import NativeFunction
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at, concat_strings, string_from_ascii, string_from_static
from corevm.kernel.thread import SCRATCH_GIVEN, thread
from corevm.micro.surface import cast, fn, i64, stack_array, truncated_div, u8
from pyta.object.type import Type, namespace_get


@fn(raises=True)
def number_text(number: i64) -> String:
    digits = stack_array(u8, 24)
    at: i64 = 24
    rest = number
    while True:
        at -= 1
        digits[at] = u8(0x30 + rest % 10)
        rest = truncated_div(rest, 10)
        if rest == 0:
            break
    return string_from_ascii(digits + at, 24 - at)


@fn
def is_special_name(s: String) -> bool:
    return s.count > 4 and code_at(s, 0) == 0x5F and code_at(s, 1) == 0x5F and code_at(s, s.count - 1) == 0x5F


@fn(raises=True)
def joined(a: String, b: String, c: String) -> String:
    return concat_strings(concat_strings(a, b), c)


@fn(raises=True)
def refused_arguments(native: NativeFunction) -> String:
    """The message for the call that was last refused on this thread."""
    word = thread().scratch[SCRATCH_GIVEN] >> 1
    given = i64(word >> 1)
    own_name = cast(String, native.name)
    full_name = own_name
    hidden: i64 = 0  # the receiver is not counted
    if is_kind(native.owner, "pyta.type"):
        owner = cast(Type, native.owner)
        full_name = joined(cast(String, owner.name), string_from_static("."), own_name)
        if not is_kind(namespace_get(owner.namespace, own_name), "pyta.static_method"):
            hidden = 1
            if given == 0:
                return joined(
                    string_from_static("unbound method "), full_name, string_from_static("() needs an argument")
                )
    if word & 1 != 0:
        return concat_strings(full_name, string_from_static("() takes no keyword arguments"))
    least = native.minimum - hidden
    most = native.maximum - hidden
    given -= hidden
    count = number_text(given)
    if native.minimum == native.maximum:
        if hidden == 1 and is_special_name(own_name):
            wanted = string_from_static(" argument, got ") if most == 1 else string_from_static(" arguments, got ")
            return concat_strings(joined(string_from_static("expected "), number_text(most), wanted), count)
        if most == 0:
            return joined(
                full_name,
                joined(string_from_static("() takes no arguments ("), count, string_from_static(" given)")),
                string_from_static(""),
            )
        if most == 1:
            text = joined(string_from_static("() takes exactly one argument ("), count, string_from_static(" given)"))
            return concat_strings(full_name, text)
        return joined(
            concat_strings(own_name, string_from_static(" expected ")),
            number_text(most),
            concat_strings(string_from_static(" arguments, got "), count),
        )
    bound = least
    text = string_from_static(" expected at least ")
    if given > least:
        bound = most
        text = string_from_static(" expected at most ")
    wanted = string_from_static(" argument, got ") if bound == 1 else string_from_static(" arguments, got ")
    return joined(concat_strings(own_name, text), number_text(bound), concat_strings(wanted, count))
