"""The native loader: from a module's bytes (corevm.bytecode.format) to code objects, in one call.

It takes the part of the body behind the foreign constants. The host has verified the module, or found it in the cache of
verified ones; this reader checks all counts, indices and lengths again, so that no bytes make it read or write outside its input and the
objects it makes. What the code itself does is the verifier's matter.

INV-LOAD-1  Every count is checked against what is left of the input before anything is made of that size.
INV-LOAD-2  After a fault (`at` beyond the end) every read gives 0, and the load ends in an error.
INV-LOAD-3  An opcode written to a code object is one of the table given, its length with it.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, Raw, array_new, no_value
from corevm.kernel.bigint import int_from_limbs
from corevm.kernel.bytes import bytes_from_memory
from corevm.kernel.code import CATCH_SITE_FIELDS, HAS_KEYWORDS, HAS_REST, IS_GENERATOR, LANGUAGE_FLAGS_SHIFT, Code
from corevm.kernel.error import VALUE, error
from corevm.kernel.string import String, string_from_utf8
from corevm.kernel.string_intern import intern
from corevm.kernel.utf8 import SURROGATE_PASS
from corevm.kernel.value import ELLIPSIS, FALSE, NONE, TRUE, box_float, fits_fixnum, tag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    addr_of,
    cast,
    f64,
    float_of_bits,
    fn,
    i32,
    i64,
    inline,
    memcopy,
    new,
    stack_array,
    struct,
    u8,
    u16,
    u32,
    u64,
)

POSITION_FIELDS = 6  # word offset, line, column, end line, end column, 0: 32 bits each
OPCODE_FIELDS = 3  # of the table the host gives: the image's opcode, words, row of the fusion table + 1 or 0
DEPTH_LIMIT = 250
FAULT = 1 << 62


@struct
class Input:
    """What is left of a module. After a fault `at` is beyond `end`."""

    data: Ptr[u8]
    at: i64
    end: i64
    opcodes: Ptr[u16]
    opcode_count: i64
    fusions: Ptr[u16]  # rows of `fusion_width` opcodes
    fusion_width: i64


@fn
def read_number(r: Ptr[Input]) -> i64:
    """A varint; what does not fit 63 bits is a fault."""
    n: u64 = 0
    shift: u64 = 0
    while True:
        if r.at >= r.end or shift > 56:
            r.at = FAULT
            return 0
        byte = u64(r.data[r.at])
        r.at += 1
        n |= (byte & 0x7F) << shift
        if byte < 0x80:
            return i64(n)
        shift += 7


@fn
def read_wide(r: Ptr[Input]) -> u64:
    """A varint of 64 bits."""
    n: u64 = 0
    shift: u64 = 0
    while True:
        if r.at >= r.end or shift > 63:
            r.at = FAULT
            return 0
        byte = u64(r.data[r.at])
        r.at += 1
        n |= (byte & 0x7F) << shift
        if byte < 0x80:
            return n
        shift += 7


@inline
def read_signed(r: Ptr[Input]) -> i64:
    n = read_wide(r)
    return cast(i64, (n >> 1) ^ (~(n & 1) + 1))


@fn
def read_count(r: Ptr[Input], unit_bytes: i64) -> i64:
    """A count of things that each take so many bytes of the input (INV-LOAD-1)."""
    n = read_number(r)
    if r.at > r.end or n > (r.end - r.at) // unit_bytes:
        r.at = FAULT
        return 0
    return n


@fn
def read_index(r: Ptr[Input], count: i64) -> i64:
    n = read_number(r)
    if n >= count:
        r.at = FAULT
        return 0
    return n


@inline
def is_faulty(r: Ptr[Input]) -> bool:
    return r.at > r.end


@fn
def read_word(r: Ptr[Input]) -> u64:
    if r.end - r.at < 8:
        r.at = FAULT
        return 0
    word = stack_array(u64, 1)
    memcopy(word, r.data + r.at, 8)
    r.at += 8
    return word[0]


@fn(raises=True)
def damaged() -> None:
    raise error(VALUE, "a damaged bytecode module")


@inline(raises=True)
def check(r: Ptr[Input]) -> None:
    if is_faulty(r):
        damaged()


@fn(raises=True)
def read_string(r: Ptr[Input], strings: Array_) -> Value:
    """A string of the table."""
    i = read_index(r, strings.length)
    check(r)
    return strings.items[i]


@fn(raises=True)
def read_names(r: Ptr[Input], strings: Array_, count: i64) -> Array_:
    made = array_new(count)
    for i in range(count):
        made.items[i] = read_string(r, strings)
    return made


@fn(raises=True)
def read_strings(r: Ptr[Input]) -> Array_:
    count = read_count(r, 1)
    check(r)
    made = array_new(count)
    for i in range(count):
        head = read_number(r)
        size = head >> 1
        if is_faulty(r) or size > r.end - r.at:
            damaged()
        s = string_from_utf8(r.data + r.at, size, SURROGATE_PASS)
        r.at += size
        made.items[i] = intern(s) if head & 1 != 0 else s
    return made


@fn(raises=True)
def read_constant(r: Ptr[Input], strings: Array_, units: Array_, loaded: i64, foreign: Array_, depth: i64) -> Value:
    if r.at >= r.end or depth > DEPTH_LIMIT:
        damaged()
    tag = r.data[r.at]
    r.at += 1
    if tag == 0:
        return NONE
    if tag == 1:
        return FALSE
    if tag == 2:
        return TRUE
    if tag == 3:
        return ELLIPSIS
    if tag == 4:
        n = read_signed(r)
        if not fits_fixnum(n):
            damaged()
        return tag_fixnum(n)
    if tag == 5:
        head = read_number(r)
        count = head >> 1
        if is_faulty(r) or count > (r.end - r.at) >> 3:
            damaged()
        digits = new(Raw, tail=count * 8)
        memcopy(digits.bytes, r.data + r.at, count * 8)
        r.at += count * 8
        return int_from_limbs(cast(Ptr[u64], addr_of(digits.bytes[0])), count, head & 1 != 0)
    if tag == 6:
        bits = read_word(r)
        check(r)
        return box_float(float_of_bits(bits))
    if tag == 8:
        return read_string(r, strings)
    if tag == 9:
        size = read_count(r, 1)
        check(r)
        made = bytes_from_memory(r.data + r.at, size)
        r.at += size
        return made
    if tag == 10:
        length = read_count(r, 1)
        check(r)
        items = array_new(length)
        for i in range(length):
            items.items[i] = read_constant(r, strings, units, loaded, foreign, depth + 1)
        return items
    if tag == 12:
        number = read_index(r, loaded)
        check(r)
        return units.items[number]
    if tag == 13:
        special = read_number(r)
        if is_faulty(r) or special >= 1 << 32:
            damaged()
        return cast(Value, u64(special) << 3 | 4)
    if tag == 14:
        index = read_index(r, foreign.length)
        check(r)
        return foreign.items[index]
    damaged()
    return NONE


@fn(raises=True)
def read_code(r: Ptr[Input], code: Code, count: i64) -> None:
    """The instruction words: copied, their opcodes replaced by the image's, fused where they fit."""
    if count > (r.end - r.at) >> 3:
        damaged()
    instructions = new(Raw, tail=count * 8)
    code.instructions = instructions
    words = cast(Ptr[u64], addr_of(instructions.bytes[0]))
    memcopy(words, r.data + r.at, count * 8)
    r.at += count * 8
    at: i64 = 0
    before: i64 = 0
    row: i64 = 0
    while at < count:
        word = words[at]
        number = i64(word & 0xFFFF)
        if number >= r.opcode_count:
            damaged()
        entry = r.opcodes + number * OPCODE_FIELDS
        opcode = u64(entry[0])
        if row != 0 and i64(opcode) < r.fusion_width and ((words[before] ^ word) >> 16) & 0xFFFF == 0:
            fused = r.fusions[(row - 1) * r.fusion_width + i64(opcode)]
            if fused != 0:
                words[before] = words[before] & ~u64(0xFFFF) | u64(fused)
        words[at] = word & ~u64(0xFFFF) | opcode
        before = at
        row = i64(entry[2])
        length = i64(entry[1])
        if length <= 0:
            damaged()
        at += length
    if at != count:
        damaged()
    code.entry = words
    code.word_count = count


@fn(raises=True)
def read_positions(r: Ptr[Input], size: i64, word_count: i64) -> Value:
    """The source ranges: from differences to a table that is searched by word offset of POSITION_FIELDS numbers an entry."""
    end = r.at + size
    start = r.at
    count: i64 = 0
    while r.at < end:
        read_number(r)
        if read_wide(r) != 0:
            read_wide(r)
            read_wide(r)
            read_wide(r)
            count += 1
        check(r)
    if r.at != end:
        damaged()
    table = bytes_from_memory(r.data, 0)
    if count == 0:
        return table
    room = new(Raw, tail=count * POSITION_FIELDS * 4)
    entry = cast(Ptr[i32], addr_of(room.bytes[0]))
    r.at = start
    offset: i64 = 0
    line: u64 = 0
    while r.at < end:
        offset += read_number(r)
        if offset < 0 or offset >= word_count:
            damaged()
        first = read_wide(r)
        if first != 0:
            first -= 1
            line += (first >> 1) ^ (~(first & 1) + 1)
            entry[0] = i32(offset)
            entry[1] = i32(cast(i64, line))
            entry[3] = i32(cast(i64, line + cast(u64, read_signed(r))))
            entry[2] = i32(read_signed(r))
            entry[4] = i32(read_signed(r))
            entry[5] = i32(0)
            entry = entry + POSITION_FIELDS
    return bytes_from_memory(addr_of(room.bytes[0]), count * POSITION_FIELDS * 4)


@fn(raises=True)
def read_function(r: Ptr[Input], strings: Array_, units: Array_, loaded: i64, foreign: Array_) -> Value:
    own_name = read_string(r, strings)
    qualified_name = read_string(r, strings)
    file = read_string(r, strings)
    first_line = read_number(r)
    doc = read_index(r, strings.length + 1)
    bits = read_number(r)
    flags = read_number(r)
    registers = read_number(r)
    positional_only = read_number(r)
    positional = read_number(r)
    keyword_only = read_number(r)
    has_rest = i64(bits & 2 != 0)
    has_keywords = i64(bits & 4 != 0)
    limit = r.end - r.at
    check(r)
    if positional_only > limit or positional > limit or keyword_only > limit or flags >= 1 << 32 or registers >= 1 << 13:
        damaged()
    total = positional_only + positional + keyword_only + has_rest + has_keywords
    if total > registers or total > limit:
        damaged()
    for _ in range(total):
        read_string(r, strings)
    names = read_count(r, 1)
    check(r)
    local_names = read_names(r, strings, names)
    names = read_count(r, 1)
    check(r)
    free_names = read_names(r, strings, names)
    names = read_count(r, 1)
    check(r)
    cell_names = read_names(r, strings, names)
    if total > local_names.length:
        damaged()
    constant_count = read_count(r, 1)
    check(r)
    code = new(Code, tail=constant_count)
    for i in range(constant_count):
        code.constants[i] = read_constant(r, strings, units, loaded, foreign, 0)
    catch_count = read_count(r, CATCH_SITE_FIELDS)
    check(r)
    sites = new(Raw, tail=catch_count * CATCH_SITE_FIELDS * 4)
    fields = cast(Ptr[u32], addr_of(sites.bytes[0]))
    highest: i64 = 0
    for i in range(catch_count):
        for k in range(CATCH_SITE_FIELDS):
            number = read_number(r)
            if number >= 1 << 32:
                damaged()
            fields[i * CATCH_SITE_FIELDS + k] = u32(number)
            if k == 2 and number > highest:
                highest = number
            if k == 3 and number >= registers:
                damaged()
    word_count = read_count(r, 8)
    check(r)
    read_code(r, code, word_count)
    if word_count == 0 or highest >= word_count:
        damaged()
    position_bytes = read_count(r, 1)
    check(r)
    code.positions = read_positions(r, position_bytes, word_count)
    code.catch_sites = sites
    code.catch_count = catch_count
    code.register_count = registers
    is_plain = keyword_only == 0 and has_rest == 0 and has_keywords == 0
    code.simple_argc = positional_only + positional if is_plain else -1
    code.parameter_count = positional_only + positional
    code.positional_only_count = positional_only
    code.keyword_only_count = keyword_only
    own: u64 = u64(flags) << LANGUAGE_FLAGS_SHIFT
    if bits & 1 != 0:
        own |= IS_GENERATOR
    if has_rest != 0:
        own |= HAS_REST
    if has_keywords != 0:
        own |= HAS_KEYWORDS
    code.flags = own
    code.first_line = first_line
    code.name = own_name
    code.qualified_name = qualified_name
    code.file = file
    code.local_names = local_names
    code.free_names = free_names
    code.cell_names = cell_names
    code.doc = strings.items[doc - 1] if doc > 0 else NONE
    code.extra = NONE
    return code


@fn(export=True, raises=True)
def load_module(
    data: Ptr[u8], length: i64, opcodes: Ptr[u16], opcode_count: i64, fusions: Ptr[u16], fusion_width: i64, foreign: Value
) -> Value:
    """The code object of a module's own code.

    Args:
        data: what follows the module's foreign constants, `length` bytes that do not change meanwhile.
        opcodes: OPCODE_FIELDS numbers for each instruction the module names.
        fusions: rows of `fusion_width` opcodes: of the fusion with each opcode, or 0.
        foreign: an array of the module's foreign constants.

    Raises: VALUE for damaged bytes, MEMORY.
    """
    r = cast(Ptr[Input], stack_array(u64, 8))
    r.data = data
    r.at = 0
    r.end = length
    r.opcodes = opcodes
    r.opcode_count = opcode_count
    r.fusions = fusions
    r.fusion_width = fusion_width
    strings = read_strings(r)
    count = read_count(r, 16)
    if is_faulty(r) or count == 0:
        damaged()
    units = array_new(count)
    for i in range(count):
        units.items[i] = read_function(r, strings, units, i, cast(Array_, foreign))
    if r.at != r.end:
        damaged()
    return units.items[count - 1]


__all__ = ["String", "f64", "load_module", "no_value"]
