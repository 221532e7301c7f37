"""The native loader: from a module's bytes (corevm.bytecode.format) to code objects, in one call.

It takes the part of the body behind the foreign constants. The host has verified the module, or found it in the cache of
verified ones; this reader checks all counts, indices and lengths again, so that no bytes make it read or write outside its input and the
objects it makes. What the code itself does is the verifier's matter.

INV-LOAD-1  Every count is checked against what is left of the input before anything is made of that size.
INV-LOAD-2  After a fault (`at` beyond the end) every read gives 0, and the load ends in an error.
INV-LOAD-4  What is read later is read from a file that is mapped, not changed (a cache's files are replaced, not written), and was verified.
INV-LOAD-3  An opcode written to a code object is one of the table given, its length with it.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, Raw, array_new, no_value
from corevm.kernel.bigint import int_from_limbs
from corevm.kernel.bytes import Bytes, bytes_from_memory
from corevm.kernel.code import (
    CATCH_SITE_FIELDS,
    HAS_KEYWORDS,
    HAS_REST,
    IS_GENERATOR,
    LANGUAGE_FLAGS_SHIFT,
    Code,
    ModuleData,
)
from corevm.kernel.constant import FUSED_OPCODE_MASK, THROUGH_SHIFT
from corevm.kernel.error import VALUE, error
from corevm.kernel.frame import LOAD_WORD
from corevm.kernel.heap import MADV_DONTNEED, PAGE_BYTES, madvise, mmap, munmap, words_push_pair
from corevm.kernel.lifetime import MAP_FAILED, mapped_files
from corevm.kernel.lock import lock, unlock
from corevm.kernel.string import String, string_from_utf8
from corevm.kernel.string_intern import intern
from corevm.kernel.thread import runtime
from corevm.kernel.utf8 import SURROGATE_PASS
from corevm.kernel.value import ELLIPSIS, FALSE, NONE, TRUE, box_float, fits_fixnum, tag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    addr_of,
    cast,
    f64,
    failure,
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
PLACE_BYTES = 4  # of an entry of a table of places
INPUT_WORDS = 24
PROT_READ = 1
MAP_PRIVATE = 2


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
    foreign: Array_
    strings_at: i64  # where the table of the strings' places is
    string_count: i64
    functions_at: i64
    function_count: i64
    strings: Value  # an Array_, or 0: each is made when it is asked for
    units: Value  # an Array_ of the functions read so far, or 0: each is made when it is asked for
    unit_count: i64
    source: Value  # ModuleData, or 0


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
def string_at(r: Ptr[Input], i: i64) -> Value:
    """String number i, which is in range."""
    if cast(u64, r.strings) != 0:
        return cast(Array_, r.strings).items[i]
    after = r.at
    go_to_place(r, r.strings_at, r.string_count, i)
    made = read_text(r)
    r.at = after
    return made


@fn(raises=True)
def read_string(r: Ptr[Input]) -> Value:
    """A string of the table."""
    i = read_index(r, r.string_count)
    check(r)
    return string_at(r, i)


@fn(raises=True)
def read_names(r: Ptr[Input], count: i64) -> Array_:
    if count == 0 and r.foreign.length == 0:
        return r.foreign  # one empty array will do for a module
    made = array_new(count)
    for i in range(count):
        made.items[i] = read_string(r)
    return made


@fn(raises=True)
def read_text(r: Ptr[Input]) -> Value:
    head = read_number(r)
    size = head >> 1
    if is_faulty(r) or size > r.end - r.at:
        damaged()
    s = string_from_utf8(r.data + r.at, size, SURROGATE_PASS)
    r.at += size
    return intern(s) if head & 1 != 0 else s


@fn(raises=True)
def go_to_place(r: Ptr[Input], table: i64, count: i64, i: i64) -> None:
    """To the i-th of the things that follow a table of their places."""
    r.at = table + i * PLACE_BYTES
    first = table + count * PLACE_BYTES
    place = stack_array(u32, 2)
    memcopy(cast(Ptr[u8], place), r.data + r.at, PLACE_BYTES)
    r.at = first + i64(place[0])
    if r.at >= r.end:
        damaged()


@fn(raises=True)
def read_places(r: Ptr[Input], unit_bytes: i64) -> i64:
    """How many places a table has that begins here; `at` is behind it."""
    count = read_count(r, PLACE_BYTES + unit_bytes)
    check(r)
    r.at += count * PLACE_BYTES
    return count


@fn(raises=True)
def read_strings(r: Ptr[Input]) -> Array_:
    made = array_new(r.string_count)
    for i in range(r.string_count):
        made.items[i] = read_text(r)
    return made


@fn(raises=True)
def read_constant(r: Ptr[Input], depth: i64) -> Value:
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
        return read_string(r)
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
            items.items[i] = read_constant(r, depth + 1)
        return items
    if tag == 12:
        number = read_index(r, r.unit_count)
        check(r)
        if cast(u64, r.units) != 0:
            return cast(Array_, r.units).items[number]
        return unread_function(r, number)
    if tag == 13:
        special = read_number(r)
        if is_faulty(r) or special >= 1 << 32:
            damaged()
        return cast(Value, u64(special) << 3 | 4)
    if tag == 14:
        index = read_index(r, r.foreign.length)
        check(r)
        return r.foreign.items[index]
    damaged()
    return NONE


@inline
def uses_result(word: u64, through: u64, result: u64) -> bool:
    """Whether an instruction has the register in the field (0: a), and if that is c, another one in b (corevm.isa.define.Fusion)."""
    if word >> (through * 16 + 16) & 0xFFFF != result:
        return False
    return through < 2 or word >> 32 & 0xFFFF != result


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
        if row != 0 and i64(opcode) < r.fusion_width:
            fused = u64(r.fusions[(row - 1) * r.fusion_width + i64(opcode)])
            if fused != 0 and uses_result(word, fused >> THROUGH_SHIFT, words[before] >> 16 & 0xFFFF):
                words[before] = words[before] & ~u64(0xFFFF) | fused & FUSED_OPCODE_MASK
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
def unread_function(r: Ptr[Input], number: i64) -> Value:
    """A function of which what its call needs has been read; the input is left where it is."""
    after = r.at
    go_to_place(r, r.functions_at, r.function_count, number)
    code = read_function_head(r)
    code.source = cast(ModuleData, r.source)
    code.body = r.at
    code.entry = LOAD_WORD
    r.at = after
    return code


@fn(raises=True)
def read_function_head(r: Ptr[Input]) -> Code:
    """What comes before the constants, but their number: it is left to be read again."""
    own_name = read_string(r)
    qualified_name = read_string(r)
    file = read_string(r)
    first_line = read_number(r)
    doc = read_index(r, r.string_count + 1)
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
        read_index(r, r.string_count)
    names = read_count(r, 1)
    check(r)
    local_names = read_names(r, names)
    names = read_count(r, 1)
    check(r)
    free_names = read_names(r, names)
    names = read_count(r, 1)
    check(r)
    cell_names = read_names(r, names)
    if total > local_names.length:
        damaged()
    body = r.at
    constant_count = read_count(r, 1)
    check(r)
    r.at = body
    code = new(Code, tail=constant_count)
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
    code.doc = string_at(r, doc - 1) if doc > 0 else NONE
    code.extra = NONE
    return code


@fn(raises=True)
def read_function_body(r: Ptr[Input], code: Code) -> None:
    """The rest of a function, its positions last: their place is noted only if the module stays."""
    constant_count = read_count(r, 1)
    check(r)
    for i in range(constant_count):
        code.constants[i] = read_constant(r, 0)
    registers = code.register_count
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
    if cast(u64, r.source) != 0:
        code.positions_at = r.at
    else:
        position_bytes = read_count(r, 1)
        check(r)
        code.positions = read_positions(r, position_bytes, word_count)
    code.catch_sites = sites
    code.catch_count = catch_count


@fn(raises=True)
def begin_module(
    r: Ptr[Input], data: Ptr[u8], length: i64, opcodes: Ptr[u16], opcode_count: i64, fusions: Ptr[u16], fusion_width: i64, foreign: Value
) -> None:
    """An input whose strings are made when they are asked for; `at` is where the functions begin."""
    r.data = data
    r.at = 0
    r.end = length
    r.opcodes = opcodes
    r.opcode_count = opcode_count
    r.fusions = fusions
    r.fusion_width = fusion_width
    r.foreign = cast(Array_, foreign)
    r.string_count = read_places(r, 1)
    r.strings_at = r.at - r.string_count * PLACE_BYTES


@fn(raises=True)
def begin_functions(r: Ptr[Input]) -> None:
    """`at` is behind the strings."""
    r.function_count = read_places(r, 16)
    r.functions_at = r.at - r.function_count * PLACE_BYTES
    if r.function_count == 0:
        damaged()


@fn(export=True, raises=True)
def load_module(
    data: Ptr[u8], length: i64, opcodes: Ptr[u16], opcode_count: i64, fusions: Ptr[u16], fusion_width: i64, foreign: Value
) -> Value:
    """The code object of a module's own code, all of it read.

    Args:
        data: what follows the module's foreign constants, `length` bytes that do not change meanwhile.
        opcodes: OPCODE_FIELDS numbers for each instruction the module names.
        fusions: rows of `fusion_width` opcodes: of the fusion with each opcode, or 0.
        foreign: an array of the module's foreign constants.

    Raises: VALUE for damaged bytes, MEMORY.
    """
    r = cast(Ptr[Input], stack_array(u64, INPUT_WORDS))
    begin_module(r, data, length, opcodes, opcode_count, fusions, fusion_width, foreign)
    r.strings = read_strings(r)
    begin_functions(r)
    units = array_new(r.function_count)
    r.units = units
    for i in range(r.function_count):
        code = read_function_head(r)
        read_function_body(r, code)
        units.items[i] = code
        r.unit_count = i + 1
    if r.at != r.end:
        damaged()
    return units.items[r.function_count - 1]


# --- modules of which code is read when it is first called
@fn(export=True)
def map_file(descriptor: i32, size_bytes: i64) -> Ptr[u8]:
    """A file in memory, for as long as the runtime lives; null if that is not possible."""
    address = mmap(None, u64(size_bytes), PROT_READ, MAP_PRIVATE, descriptor, 0)
    if cast(u64, address) == MAP_FAILED:
        return cast(Ptr[u8], u64(0))
    files = mapped_files(runtime())
    if files is None or not words_push_pair(files, cast(u64, address), u64(size_bytes)):
        munmap(address, u64(size_bytes))
        return cast(Ptr[u8], u64(0))
    return address


@fn(export=True, raises=True)
def load_mapped_module(
    data: Ptr[u8], length: i64, opcodes: Ptr[u16], opcode_count: i64, fusions: Ptr[u16], fusion_width: i64, foreign: Value,
    mapping: Ptr[u8], mapping_bytes: i64,
) -> Value:
    """As `load_module`, of a module that was verified and lies in a file of `map_file`: each function is read when it is first called.

    Args:
        fusions: they must stay where they are as long as the runtime lives.
    """  # fmt: skip
    r = cast(Ptr[Input], stack_array(u64, INPUT_WORDS))
    begin_module(r, data, length, opcodes, opcode_count, fusions, fusion_width, foreign)
    kept = new(Raw, tail=opcode_count * OPCODE_FIELDS * 2)
    memcopy(kept.bytes, cast(Ptr[u8], opcodes), opcode_count * OPCODE_FIELDS * 2)
    source = new(
        ModuleData, data=data, size=length, mapping=mapping, mapping_bytes=mapping_bytes, opcodes=kept, opcode_count=opcode_count,
        fusions=fusions, fusion_width=fusion_width, foreign=cast(Array_, foreign),
    )  # fmt: skip
    r.source = source
    go_behind_strings(r)
    begin_functions(r)
    r.unit_count = r.function_count
    made = unread_function(r, r.function_count - 1)
    forget_pages(source)
    return made


@fn(raises=True)
def go_behind_strings(r: Ptr[Input]) -> None:
    if r.string_count > 0:
        go_to_place(r, r.strings_at, r.string_count, r.string_count - 1)
        head = read_number(r)
        if is_faulty(r) or head >> 1 > r.end - r.at:
            damaged()
        r.at += head >> 1


@fn
def forget_pages(source: ModuleData) -> None:
    """The file's pages need not stay resident: the system has them still."""
    size = (source.mapping_bytes + (PAGE_BYTES - 1)) & -PAGE_BYTES
    madvise(source.mapping, u64(size), MADV_DONTNEED)


@fn(raises=True)
def begin_again(r: Ptr[Input], source: ModuleData) -> None:
    """The input of a module whose code is read by and by."""
    opcodes = cast(Ptr[u16], addr_of(source.opcodes.bytes[0]))
    begin_module(r, source.data, source.size, opcodes, source.opcode_count, source.fusions, source.fusion_width, source.foreign)
    r.source = source
    go_behind_strings(r)
    begin_functions(r)
    r.unit_count = r.function_count


@inline(raises=True)
def need_body(code: Code) -> None:
    """Have a code's constants, instructions and catch sites read (INV-CODE-4)."""
    if code.body != 0:
        read_body(code)


@fn(raises=True, cold=True)
def read_body(code: Code) -> None:
    is_locked = lock(code)
    try:
        if code.body != 0:  # else another thread has read it meanwhile
            source = cast(ModuleData, code.source)
            r = cast(Ptr[Input], stack_array(u64, INPUT_WORDS))
            begin_again(r, source)
            r.at = code.body
            read_function_body(r, code)
            code.body = 0
            forget_pages(source)
    except failure as e:
        unlock(code, is_locked)
        raise e
    unlock(code, is_locked)


@fn(raises=True)
def positions_of(code: Code) -> Bytes:
    """The table of a code's positions: POSITION_FIELDS numbers an entry."""
    if cast(u64, code.positions) == 0:
        need_body(code)
        source = cast(ModuleData, code.source)
        r = cast(Ptr[Input], stack_array(u64, INPUT_WORDS))
        begin_again(r, source)
        r.at = code.positions_at
        size = read_count(r, 1)
        check(r)
        code.positions = read_positions(r, size, code.word_count)
        forget_pages(source)
    return cast(Bytes, code.positions)


assert Input.size_bytes <= INPUT_WORDS * 8

__all__ = ["String", "f64", "load_mapped_module", "load_module", "map_file", "need_body", "no_value", "positions_of"]
