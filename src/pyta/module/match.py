"""re.Match: what a pattern matched, and its groups.

Source: the library reference, "re"; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, array_new
from corevm.kernel.integer import int_clamp_i64
from corevm.kernel.map import map_get
from corevm.kernel.string import string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DEFAULT, NONE, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, stack_array
from pyta.module.pattern import Match, piece
from pyta.object.declare import getter, method
from pyta.object.exception import index_error, type_error
from pyta.object.world import name
from pyta.protocol.argument import bind_parameters, has_index
from pyta.protocol.attribute import call2, get_attribute
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.importing import import_absolute
from pyta.protocol.index import as_index
from pyta.protocol.iterate import pair_of
from pyta.protocol.text import py_repr


@method("Match", "__new__", binding="static", variadic=True, keywords=True)
def match_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    raise type_error("cannot create '%N' instances", arguments[0])


@inline(raises=True)
def group_number(m: Match, group: Value) -> i64:
    """A group given by number or name. Raises: IndexError, TypeError."""
    if likely(is_fixnum(group)):
        number = untag_fixnum(group)
        if likely(number >= 0 and number * 2 < m.length):
            return number
    return number_slowly(m, group)


@fn(raises=True)
def number_slowly(m: Match, group: Value) -> i64:
    number: i64 = -1
    if has_index(group):
        number = int_clamp_i64(as_index(group))
    else:
        found = map_get(m.pattern.group_index, group, py_hash(group), py_equal)
        if is_fixnum(found):
            number = untag_fixnum(found)
    if number < 0 or number >= m.length >> 1:
        raise index_error("no such group")
    return number


@inline(raises=True)
def group_at(m: Match, number: i64, otherwise: Value) -> Value:
    """What a group matched."""
    start = m.marks[number * 2]
    if start < 0:
        return otherwise
    return piece(m.text, start, m.marks[number * 2 + 1])


@method("Match", "group", variadic=True, minimum=1)
def match_group(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """group([group1, ...]) -> str or tuple."""
    m = cast(Match, arguments[0])
    if argc == 1:
        return group_at(m, 0, NONE)
    if argc == 2:
        return group_at(m, group_number(m, arguments[1]), NONE)
    made = array_new(argc - 1)
    for i in range(argc - 1):
        made.items[i] = NONE
    for i in range(argc - 1):
        made.items[i] = group_at(m, group_number(m, arguments[i + 1]), NONE)
    return made


@method("Match", "__getitem__")
def match_getitem(self: Value, group: Value) -> Value:
    m = cast(Match, self)
    return group_at(m, group_number(m, group), NONE)


@fn(raises=True)
def one_default(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    if argc == 1:
        return NONE
    taken = stack_array(Value, 1)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("default",), "groups", 0)
    return NONE if is_word(taken[0], DEFAULT) else taken[0]


@method("Match", "groups", variadic=True, keywords=True, minimum=1)
def match_groups(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return a tuple containing all the subgroups of the match, from 1."""
    m = cast(Match, arguments[0])
    otherwise = one_default(arguments, argc, names)
    count = (m.length >> 1) - 1
    made = array_new(count)
    for i in range(count):
        made.items[i] = NONE
    for i in range(count):
        made.items[i] = group_at(m, i + 1, otherwise)
    return made


@method("Match", "groupdict", variadic=True, keywords=True, minimum=1)
def match_groupdict(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name."""
    otherwise = one_default(arguments, argc, names)
    return call2(get_attribute(import_absolute(name("_sre")), name("_groupdict")), arguments[0], otherwise)


@method("Match", "expand")
def match_expand(self: Value, template: Value) -> Value:
    """Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."""
    return call2(get_attribute(import_absolute(name("_sre")), name("_expand")), self, template)


@fn(raises=True)
def mark(m: Match, group: Value, side: i64) -> Value:
    number: i64 = 0
    if not is_word(group, DEFAULT):
        number = group_number(m, group)
    return tag_fixnum(m.marks[number * 2 + side])


@method("Match", "start", optional=1)
def match_start(self: Value, group: Value) -> Value:
    """Return index of the start of the substring matched by group."""
    return mark(cast(Match, self), group, 0)


@method("Match", "end", optional=1)
def match_end(self: Value, group: Value) -> Value:
    """Return index of the end of the substring matched by group."""
    return mark(cast(Match, self), group, 1)


@method("Match", "span", optional=1)
def match_span(self: Value, group: Value) -> Value:
    """For match object m, return the 2-tuple (m.start(group), m.end(group))."""
    m = cast(Match, self)
    return pair_of(mark(m, group, 0), mark(m, group, 1))


def _attribute(own: str, compute: Any) -> None:
    @getter("Match", own)
    def get(self: Value) -> Value:
        return compute(cast(Match, self))


@fn(raises=True)
def string_of(m: Match) -> Value:
    return m.string


@fn(raises=True)
def pattern_of(m: Match) -> Value:
    return m.pattern


@fn(raises=True)
def position_of(m: Match) -> Value:
    return tag_fixnum(m.position)


@fn(raises=True)
def end_position_of(m: Match) -> Value:
    return tag_fixnum(m.end_position)


@fn(raises=True)
def last_index_of(m: Match) -> Value:
    return NONE if m.last_index < 0 else tag_fixnum(m.last_index)


@fn(raises=True)
def last_group_of(m: Match) -> Value:
    names = cast(Array_, m.pattern.names)
    if m.last_index < 0 or m.last_index >= names.length:
        return NONE
    return names.items[m.last_index]


@fn(raises=True)
def all_spans(m: Match) -> Value:
    count = m.length >> 1
    made = array_new(count)
    for i in range(count):
        made.items[i] = NONE
    for i in range(count):
        made.items[i] = pair_of(tag_fixnum(m.marks[i * 2]), tag_fixnum(m.marks[i * 2 + 1]))
    return made


for _own, _compute in (
    ("string", string_of), ("re", pattern_of), ("pos", position_of), ("endpos", end_position_of), ("lastindex", last_index_of),
    ("lastgroup", last_group_of), ("regs", all_spans),
):  # fmt: skip
    _attribute(_own, _compute)


@method("Match", "__repr__")
def match_repr(self: Value) -> Value:
    m = cast(Match, self)
    out = new_builder(64)
    out.append(string_from_static("<re.Match object; span="))
    out.append(py_repr(match_span(self, DEFAULT)))
    out.append(string_from_static(", match="))
    out.append(py_repr(group_at(m, 0, NONE)))
    out.append_code(0x3E)
    return out.finish()


@method("Match", "__copy__")
def match_copy(self: Value) -> Value:
    return self


@method("Match", "__deepcopy__")
def match_deepcopy(self: Value, memo: Value) -> Value:
    return self


