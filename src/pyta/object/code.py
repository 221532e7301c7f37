"""Code objects as programs see them.

Offsets are CPython's convention: an instruction word is a code unit of two bytes, so that `tb_lasti // 2` is an index into `co_positions()`.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value, raw_new
from corevm.kernel.code import HAS_KEYWORDS, HAS_REST, IS_GENERATOR, LANGUAGE_FLAGS_SHIFT, Code
from corevm.kernel.list import List, list_append, list_copy, list_new, list_to_array
from corevm.kernel.load import need_body, positions_of
from corevm.kernel.string import String, code_at, equal_strings, string_from_static, substring
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import NONE, tag_fixnum
from corevm.micro.surface import Ptr, Value, addr_of, cast, fn, i64, memcopy, new, u8, u64
from pyta.object.code_flag import (
    FLAG_FUTURE_ANNOTATIONS,
    FLAG_ITERABLE_COROUTINE,
    FLAG_MODULE,
    FLAG_NAMESPACE,
    FLAG_NESTED,
)
from pyta.object.declare import getter, method
from pyta.object.exception import type_error
from pyta.object.function import labelled
from pyta.object.traceback import line_of, position_entry
from pyta.object.wording import IS_3_13
from pyta.protocol.argument import as_size, given_count, text_argument
from pyta.protocol.iterate import get_iter
from pyta.protocol.text import py_repr, py_str

# inspect's CO_...
OPTIMIZED, NEW_LOCALS, VARARGS, VARKEYWORDS, NESTED, GENERATOR, FUTURE_ANNOTATIONS = 1, 2, 4, 8, 16, 32, 0x1000000
ITERABLE_COROUTINE = 0x100
UNIT_BYTES = 2


@getter("code", "co_name")
def code_name(self: Value) -> Value:
    return cast(Code, self).name


@getter("code", "co_qualname")
def code_qualname(self: Value) -> Value:
    return cast(Code, self).qualified_name


@getter("code", "co_filename")
def code_filename(self: Value) -> Value:
    return cast(Code, self).file


@getter("code", "co_firstlineno")
def code_first_line(self: Value) -> Value:
    return tag_fixnum(cast(Code, self).first_line)


@getter("code", "co_argcount")
def code_argcount(self: Value) -> Value:
    return tag_fixnum(cast(Code, self).parameter_count)


@getter("code", "co_posonlyargcount")
def code_posonlyargcount(self: Value) -> Value:
    return tag_fixnum(cast(Code, self).positional_only_count)


@getter("code", "co_kwonlyargcount")
def code_kwonlyargcount(self: Value) -> Value:
    return tag_fixnum(cast(Code, self).keyword_only_count)


@fn
def has_rest(code: Code) -> bool:
    return code.flags & HAS_REST != 0


@fn(raises=True)
def variable_names(code: Code) -> List:
    """Parameters, the rest parameters last, then the locals that are not in cells. (A rest parameter's register comes before the keyword-only ones'.)"""
    names = cast(Array_, code.local_names)
    cells = cast(Array_, code.cell_names)
    made = list_new()
    rest = code.parameter_count
    behind = rest + code.keyword_only_count
    for i in range(rest):
        list_append(made, names.items[i])
    at = rest
    if has_rest(code):
        at += 1
    for i in range(code.keyword_only_count):
        list_append(made, names.items[at + i])
    if has_rest(code):
        list_append(made, names.items[rest])
        behind += 1
    if code.flags & HAS_KEYWORDS != 0:
        list_append(made, names.items[behind])
        behind += 1
    for i in range(behind, names.length):
        if code_at(cast(String, names.items[i]), 0) != 0x2E and not holds(cells, names.items[i]):
            list_append(made, names.items[i])
    return made


@fn
def holds(names: Array_, wanted: Value) -> bool:
    """Whether an interned name is among interned names."""
    for i in range(names.length):
        if names.items[i] == wanted:
            return True
    return False


@getter("code", "co_varnames")
def code_varnames(self: Value) -> Value:
    return list_to_array(variable_names(cast(Code, self)))


@getter("code", "co_nlocals")
def code_nlocals(self: Value) -> Value:
    return tag_fixnum(variable_names(cast(Code, self)).count)


@getter("code", "co_stacksize")
def code_stacksize(self: Value) -> Value:
    """The registers that are not variables."""
    code = cast(Code, self)
    return tag_fixnum(code.register_count - cast(Array_, code.local_names).length)


@getter("code", "co_cellvars")
def code_cellvars(self: Value) -> Value:
    return cast(Code, self).cell_names


@getter("code", "co_freevars")
def code_freevars(self: Value) -> Value:
    return cast(Code, self).free_names


@getter("code", "co_flags")
def code_flags(self: Value) -> Value:
    code = cast(Code, self)
    own = cast(i64, code.flags >> LANGUAGE_FLAGS_SHIFT)
    bits: i64 = 0
    if own & (FLAG_NAMESPACE | FLAG_MODULE) == 0:
        bits |= OPTIMIZED | NEW_LOCALS
    if has_rest(code):
        bits |= VARARGS
    if code.flags & HAS_KEYWORDS != 0:
        bits |= VARKEYWORDS
    if own & FLAG_NESTED != 0:
        bits |= NESTED
    if code.flags & IS_GENERATOR != 0:
        bits |= GENERATOR
    if own & FLAG_FUTURE_ANNOTATIONS != 0:
        bits |= FUTURE_ANNOTATIONS
    if own & FLAG_ITERABLE_COROUTINE != 0:
        bits |= ITERABLE_COROUTINE
    return tag_fixnum(bits)


@fn(raises=True)
def copy_code(code: Code) -> Code:
    """A copy with instructions and caches of its own. (A cache word may hold an entry that the list of caches keeps.)"""
    positions_of(code)
    made = new(
        Code, tail=code.length, register_count=code.register_count, simple_argc=code.simple_argc,
        parameter_count=code.parameter_count, positional_only_count=code.positional_only_count,
        keyword_only_count=code.keyword_only_count, flags=code.flags, catch_count=code.catch_count, word_count=code.word_count,
        first_line=code.first_line, name=code.name, qualified_name=code.qualified_name, file=code.file,
        local_names=code.local_names, positions=code.positions, free_names=code.free_names, cell_names=code.cell_names,
        doc=code.doc, extra=code.extra,
    )  # fmt: skip
    for i in range(code.length):
        made.constants[i] = code.constants[i]
    made.catch_sites = code.catch_sites
    if code.caches is not None:
        made.caches = list_copy(cast(List, code.caches))
    instructions = raw_new(code.word_count * 8)
    memcopy(instructions.bytes, cast(Ptr[u8], code.entry), code.word_count * 8)
    made.instructions = instructions
    made.entry = cast(Ptr[u64], addr_of(instructions.bytes[0]))
    return made


@method("code", *(("replace", "__replace__") if IS_3_13 else ("replace",)), variadic=True, keywords=True)
def code_replace(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """replace(*, co_flags, co_name, ...): a copy with other fields. Of the flags, types.coroutine's may differ."""
    given = given_count(argc, names)
    if given > 1:
        raise type_error("replace() takes exactly 0 positional arguments (%D given)", tag_fixnum(given - 1))
    made = copy_code(cast(Code, arguments[0]))
    if names == no_value():
        return made
    for i in range(cast(Array_, names).length):
        key = cast(String, cast(Array_, names).items[i])
        v = arguments[1 + i]
        if equal_strings(key, string_from_static("co_flags")):
            unit = u64(FLAG_ITERABLE_COROUTINE << LANGUAGE_FLAGS_SHIFT)
            made.flags = made.flags | unit if as_size(v) & ITERABLE_COROUTINE != 0 else made.flags & ~unit
        elif equal_strings(key, string_from_static("co_firstlineno")):
            made.first_line = as_size(v)
        else:
            text = text_argument(v, "replace", "argument")
            if equal_strings(key, string_from_static("co_name")):
                made.name = text
            elif equal_strings(key, string_from_static("co_qualname")):
                made.qualified_name = text
            elif equal_strings(key, string_from_static("co_filename")):
                made.file = text
            else:
                raise type_error("'%S' cannot be replaced", key)
    return made


@fn(raises=True)
def number_or_none(n: i64) -> Value:
    return NONE if n < 0 else tag_fixnum(n)


@method("code", "co_positions")
def code_positions(self: Value) -> Value:
    """For each word (line, end line, column, end column)."""
    code = cast(Code, self)
    need_body(code)
    made = list_new()
    for offset in range(code.word_count):
        place = array_new(4)
        for i in range(4):
            place.items[i] = NONE
        entry = position_entry(code, offset)
        if entry is not None:
            place.items[0] = number_or_none(i64(entry[1]))
            place.items[1] = number_or_none(i64(entry[3]))
            place.items[2] = number_or_none(i64(entry[2]))
            place.items[3] = number_or_none(i64(entry[4]))
        list_append(made, place)
    return get_iter(made)


@method("code", "co_lines")
def code_lines(self: Value) -> Value:
    """(start, end, line) of each run of words of one line."""
    code = cast(Code, self)
    need_body(code)
    made = list_new()
    start: i64 = 0
    while start < code.word_count:
        line = line_of(code, start)
        end = start + 1
        while end < code.word_count and line_of(code, end) == line:
            end += 1
        run = array_new(3)
        run.items[0] = tag_fixnum(start * UNIT_BYTES)
        run.items[1] = tag_fixnum(end * UNIT_BYTES)
        run.items[2] = tag_fixnum(line)
        list_append(made, run)
        start = end
    return get_iter(made)


@method("code", "__repr__")
def code_repr(self: Value) -> Value:
    """<code object name at 0x..., file "...", line n>"""
    code = cast(Code, self)
    head = labelled(string_from_static("code object"), code.name, self)
    builder = new_builder(64)
    builder.append(substring(head, 0, head.count - 1))
    builder.append(string_from_static(', file "'))
    builder.append(cast(String, py_str(code.file)))
    builder.append(string_from_static('", line '))
    builder.append(cast(String, py_repr(tag_fixnum(code.first_line))))
    builder.append(string_from_static(">"))
    return builder.finish()
