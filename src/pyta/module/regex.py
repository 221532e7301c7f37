"""The matcher of regular expressions: runs the code that the host library's compiler (`re._compiler`) makes.

Backtracking without native recursion. What may still be tried is a stack of choices; what has been changed since a choice was made
is undone from a trail. Groups and the counters of repeats live in one array of cells, so that one kind of trail entry is enough.

    choice: kind, pc, position, two numbers, height of the trail, repeat, barrier        (CHOICE_WORDS words)
    trail:  cell, old content
    cells:  start and end of group 1, 2, ... (-1: none), then for each repeat being run:
            repeat around it, pc of its REPEAT, count, position where the last round began

A look-around, atomic group or possessive repeat pushes a barrier, a choice which stands for the end of its body; SUCCESS inside drops
all choices above the barrier.

INV-REGEX-1  Code words are read through `word`, which gives FAILURE outside the code: wrong code cannot lead anywhere else.
INV-REGEX-2  0 <= position <= end <= length of the text, which is not changed meanwhile (a bytearray is copied first).
INV-REGEX-3  Cells are read and written below `cell_count` only; group numbers of the code are checked.

Source: the meaning of the code words is that of the host's `re/_constants.py` and `re/_compiler.py`; the numbers are read from there.
"""

from __future__ import annotations

from re import _constants  # type: ignore[attr-defined]

from corevm.kernel.array import Raw, raw_new
from corevm.kernel.bytes import Bytes
from corevm.kernel.error import MEMORY, error
from corevm.kernel.safepoint import spend
from corevm.kernel.text_unit import unit_at
from corevm.kernel.unicode_table import (
    ALPHANUMERIC,
    DECIMAL,
    LINE_BREAK,
    expansion_item,
    has_property,
    is_space,
    mapping_cell,
)
from corevm.kernel.value import boolean, tag_fixnum, untag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, inline, memcopy, static, u8, u32, u64
from pyta.object.declare import function


class Op:
    """Instructions."""


class At:
    """Kinds of positions."""


class Ch:
    """Categories of characters."""


for _space, _prefix, _codes in (
    (Op, "", _constants.OPCODES), (At, "AT_", _constants.ATCODES), (Ch, "CATEGORY_", _constants.CHCODES),
):  # fmt: skip
    for _code in _codes:
        setattr(_space, str(_code).removeprefix(_prefix), int(_code))

INFO_PREFIX, INFO_CHARSET = int(_constants.SRE_INFO_PREFIX), int(_constants.SRE_INFO_CHARSET)
MAXREPEAT = 0xFFFFFFFF
MAGIC = int(_constants.MAGIC)
MATCH, FULLMATCH, SEARCH = range(3)  # ways to run: from the position on, up to the end too, from any position on
FIRST_REPEATS, FIRST_CHOICES, FIRST_TRAIL = 16, 16, 32  # for how many a new matcher has room

CHOICE_WORDS = 8
KIND, PC, POSITION, FIRST, SECOND, TRAIL, REPEAT, BARRIER = range(CHOICE_WORDS)
REPEAT_CELLS = 4
PARENT, PATTERN, COUNT, LAST = range(REPEAT_CELLS)


class Choice:
    """Kinds of choices."""

    ALTERNATIVE, GREEDY, LAZY, TAIL, BODY, AHEAD, NOT_AHEAD, ATOMIC, POSSESSIVE = range(9)


STEPS_PER_REDUCTION = 16
STARTS_AFTER, STARTS_DEPTH, STARTS_COUNT = 64, 8, 256
MEMORY_LIMIT_BYTES = 1 << 30


@heap(kind="pyta.matcher")
class Matcher(Object):
    code: Bytes
    code_count: i64
    text: Value
    data: Ptr[u8]
    width: i64
    start: i64  # of the text that takes part (`pos`)
    end: i64
    groups: i64
    must_advance: i64  # a match that ends here is no match; -1: none
    match_all: i64
    last_index: i64
    end_position: i64
    cells: Raw
    cell_count: i64
    choices: Raw
    choice_count: i64  # in words
    trail: Raw
    trail_count: i64  # in words
    starts: Raw | None  # a byte for each of the first 256 characters: whether a match may begin with it (see `find_starts`)
    failures: i64  # how often a search has tried a position in vain; after STARTS_AFTER it is known how matches begin


@inline
def word(m: Matcher, index: i64) -> i64:
    """A code word; 0, FAILURE, outside."""
    if u64(index) >= u64(m.code_count):
        return 0
    return i64(cast(Ptr[u32], m.code.data)[index])


@inline
def words_of(r: Raw) -> Ptr[i64]:
    return cast(Ptr[i64], r.bytes)


@fn(raises=True)
def grown(r: Raw, used: i64) -> Raw:
    """A copy of twice the size. Raises: MEMORY."""
    if r.length > MEMORY_LIMIT_BYTES:
        raise error(MEMORY, "the regular expression needs too much memory")
    fresh = raw_new(r.length * 2)
    memcopy(fresh.bytes, r.bytes, used * 8)
    return fresh


@inline(raises=True)
def push_choice(
    m: Matcher, kind: i64, pc: i64, position: i64, first: i64, second: i64, repeat: i64, barrier: i64
) -> None:
    at = m.choice_count
    if (at + CHOICE_WORDS) * 8 > m.choices.length:
        m.choices = grown(m.choices, at)
    words = words_of(m.choices) + at
    words[KIND] = kind
    words[PC] = pc
    words[POSITION] = position
    words[FIRST] = first
    words[SECOND] = second
    words[TRAIL] = m.trail_count
    words[REPEAT] = repeat
    words[BARRIER] = barrier
    m.choice_count = at + CHOICE_WORDS


@inline(raises=True)
def set_cell(m: Matcher, index: i64, content: i64) -> None:
    """Change a cell so that backtracking undoes it."""
    at = m.trail_count
    if (at + 2) * 8 > m.trail.length:
        m.trail = grown(m.trail, at)
    words = words_of(m.trail) + at
    words[0] = index
    words[1] = words_of(m.cells)[index]
    words_of(m.cells)[index] = content
    m.trail_count = at + 2


@fn
def undo(m: Matcher, height: i64) -> None:
    at = m.trail_count
    words = words_of(m.trail)
    cells = words_of(m.cells)
    while at > height:
        at -= 2
        cells[words[at]] = words[at + 1]
    m.trail_count = at


@fn(raises=True)
def new_repeat(m: Matcher, parent: i64, pc: i64) -> i64:
    """The first cell of a new repeat."""
    at = m.cell_count
    if (at + REPEAT_CELLS) * 8 > m.cells.length:
        m.cells = grown(m.cells, at)
    cells = words_of(m.cells) + at
    cells[PARENT] = parent
    cells[PATTERN] = pc
    cells[COUNT] = -1
    cells[LAST] = -1
    m.cell_count = at + REPEAT_CELLS
    return at


# --- characters


@inline(thread=False)
def ascii_lower(c: u32) -> u32:
    return c + 32 if 65 <= c <= 90 else c


@fn(thread=False)
def unicode_lower(c: u32) -> u32:
    if c < 128:
        return ascii_lower(c)
    return expansion_item(c, mapping_cell(c, "lower"), 0)


@fn(thread=False)
def unicode_upper(c: u32) -> u32:
    return expansion_item(c, mapping_cell(c, "upper"), 0)


@inline(thread=False)
def is_ascii_word(c: u32) -> bool:
    return 97 <= c <= 122 or 65 <= c <= 90 or 48 <= c <= 57 or c == 95


@inline(thread=False)
def is_unicode_word(c: u32) -> bool:
    if c < 128:
        return is_ascii_word(c)
    return has_property(c, ALPHANUMERIC)


@fn(thread=False)
def in_category(category: i64, c: u32) -> bool:
    match category:
        case Ch.DIGIT:
            return 48 <= c <= 57
        case Ch.NOT_DIGIT:
            return not 48 <= c <= 57
        case Ch.SPACE:
            return c == 32 or 9 <= c <= 13
        case Ch.NOT_SPACE:
            return not (c == 32 or 9 <= c <= 13)
        case Ch.WORD:
            return is_ascii_word(c)
        case Ch.NOT_WORD:
            return not is_ascii_word(c)
        case Ch.LINEBREAK:
            return c == 10
        case Ch.NOT_LINEBREAK:
            return c != 10
        case Ch.LOC_WORD:
            return is_ascii_word(c)
        case Ch.LOC_NOT_WORD:
            return not is_ascii_word(c)
        case Ch.UNI_DIGIT:
            return 48 <= c <= 57 if c < 128 else has_property(c, DECIMAL)
        case Ch.UNI_NOT_DIGIT:
            return not (48 <= c <= 57 if c < 128 else has_property(c, DECIMAL))
        case Ch.UNI_SPACE:
            return is_space(c)
        case Ch.UNI_NOT_SPACE:
            return not is_space(c)
        case Ch.UNI_WORD:
            return is_unicode_word(c)
        case Ch.UNI_NOT_WORD:
            return not is_unicode_word(c)
        case Ch.UNI_LINEBREAK:
            return has_property(c, LINE_BREAK)
        case Ch.UNI_NOT_LINEBREAK:
            return not has_property(c, LINE_BREAK)
    return False


@fn
def in_charset(m: Matcher, at: i64, c: u32) -> bool:
    """Whether a set's program accepts a character."""
    accepts = True
    code = i64(c)
    while True:
        op = word(m, at)
        match op:
            case Op.FAILURE:
                return not accepts
            case Op.LITERAL:
                if code == word(m, at + 1):
                    return accepts
                at += 2
            case Op.RANGE:
                if word(m, at + 1) <= code and code <= word(m, at + 2):
                    return accepts
                at += 3
            case Op.RANGE_UNI_IGNORE:
                if word(m, at + 1) <= code and code <= word(m, at + 2):
                    return accepts
                upper = i64(unicode_upper(c))
                if word(m, at + 1) <= upper and upper <= word(m, at + 2):
                    return accepts
                at += 3
            case Op.CATEGORY:
                if in_category(word(m, at + 1), c):
                    return accepts
                at += 2
            case Op.CHARSET:
                if code < 256 and word(m, at + 1 + (code >> 5)) >> (code & 31) & 1 != 0:
                    return accepts
                at += 9
            case Op.BIGCHARSET:
                blocks = word(m, at + 1)
                if code < 65536:
                    high = code >> 8
                    block = word(m, at + 2 + (high >> 2)) >> ((high & 3) * 8) & 255
                    low = code & 255
                    if word(m, at + 66 + block * 8 + (low >> 5)) >> (low & 31) & 1 != 0:
                        return accepts
                at += 66 + blocks * 8
            case Op.NEGATE:
                accepts = not accepts
                at += 1
            case _:
                return False


@fn
def accepts_one(m: Matcher, at: i64, c: u32) -> bool:
    """Whether an instruction that takes one character accepts c."""
    argument = word(m, at + 1)
    match word(m, at):
        case Op.LITERAL:
            return i64(c) == argument
        case Op.NOT_LITERAL:
            return i64(c) != argument
        case Op.IN:
            return in_charset(m, at + 2, c)
        case Op.ANY:
            return c != 10
        case Op.ANY_ALL:
            return True
        case Op.CATEGORY:
            return in_category(argument, c)
        case Op.LITERAL_IGNORE:
            return i64(ascii_lower(c)) == argument
        case Op.NOT_LITERAL_IGNORE:
            return i64(ascii_lower(c)) != argument
        case Op.LITERAL_UNI_IGNORE:
            return i64(unicode_lower(c)) == argument
        case Op.NOT_LITERAL_UNI_IGNORE:
            return i64(unicode_lower(c)) != argument
        case Op.LITERAL_LOC_IGNORE:
            return i64(ascii_lower(c)) == i64(ascii_lower(u32(argument)))
        case Op.NOT_LITERAL_LOC_IGNORE:
            return i64(ascii_lower(c)) != i64(ascii_lower(u32(argument)))
        case Op.IN_IGNORE:
            return in_charset(m, at + 2, ascii_lower(c))
        case Op.IN_UNI_IGNORE:
            return in_charset(m, at + 2, unicode_lower(c))
        case Op.IN_LOC_IGNORE:
            return (
                in_charset(m, at + 2, c)
                or in_charset(m, at + 2, ascii_lower(c))
                or in_charset(m, at + 2, ascii_upper(c))
            )
    return False


@fn(thread=False)
def ascii_upper(c: u32) -> u32:
    return c - 32 if 97 <= c <= 122 else c


@fn(raises=True)
def count_accepted(m: Matcher, at: i64, position: i64, limit: i64) -> i64:
    """How many characters from `position` on the instruction takes, `limit` at most (MAXREPEAT: no limit)."""
    end = m.end
    if limit != MAXREPEAT and end - position > limit:
        end = position + limit
    i = position
    data = m.data
    width = u8(m.width)
    match word(m, at):
        case Op.ANY_ALL:
            i = end
        case Op.LITERAL:
            wanted = word(m, at + 1)
            while i < end and i64(unit_at(data, width, i)) == wanted:
                i += 1
        case Op.NOT_LITERAL:
            wanted = word(m, at + 1)
            while i < end and i64(unit_at(data, width, i)) != wanted:
                i += 1
        case Op.ANY:
            while i < end and unit_at(data, width, i) != 10:
                i += 1
        case Op.IN:
            while i < end and in_charset(m, at + 2, unit_at(data, width, i)):
                i += 1
        case _:
            while i < end and accepts_one(m, at, unit_at(data, width, i)):
                i += 1
    spend((i - position) // STEPS_PER_REDUCTION)
    return i - position


@fn
def is_word_at(m: Matcher, index: i64, is_unicode: bool) -> bool:
    if index < m.start or index >= m.end:
        return False
    c = unit_at(m.data, u8(m.width), index)
    return is_unicode_word(c) if is_unicode else is_ascii_word(c)


@fn
def holds_at(m: Matcher, what: i64, p: i64) -> bool:
    """Whether a position is of a kind: start, end, border of a word..."""
    match what:
        case At.BEGINNING | At.BEGINNING_STRING:
            return p == m.start
        case At.BEGINNING_LINE:
            return p == m.start or unit_at(m.data, u8(m.width), p - 1) == 10
        case At.END:
            return p == m.end or (p + 1 == m.end and unit_at(m.data, u8(m.width), p) == 10)
        case At.END_LINE:
            return p == m.end or unit_at(m.data, u8(m.width), p) == 10
        case At.END_STRING:
            return p == m.end
        case At.BOUNDARY | At.LOC_BOUNDARY:
            return m.end > m.start and is_word_at(m, p - 1, False) != is_word_at(m, p, False)
        case At.NON_BOUNDARY | At.LOC_NON_BOUNDARY:
            return m.end > m.start and is_word_at(m, p - 1, False) == is_word_at(m, p, False)
        case At.UNI_BOUNDARY:
            return m.end > m.start and is_word_at(m, p - 1, True) != is_word_at(m, p, True)
        case At.UNI_NON_BOUNDARY:
            return m.end > m.start and is_word_at(m, p - 1, True) == is_word_at(m, p, True)
    return False


@fn
def group_again(m: Matcher, op: i64, group: i64, p: i64) -> i64:
    """The length of the text that a group matched if it stands at p again, else -1."""
    if group < 0 or group >= m.groups:
        return -1
    start = words_of(m.cells)[group * 2]
    end = words_of(m.cells)[group * 2 + 1]
    if start < 0 or end < start or p + (end - start) > m.end:
        return -1
    width = u8(m.width)
    for i in range(end - start):
        a = unit_at(m.data, width, start + i)
        b = unit_at(m.data, width, p + i)
        if a != b:
            if op == Op.GROUPREF:
                return -1
            if op == Op.GROUPREF_UNI_IGNORE:
                if unicode_lower(a) != unicode_lower(b):
                    return -1
            elif ascii_lower(a) != ascii_lower(b):
                return -1
    return end - start


# --- the machine


@fn(raises=True)
def run(m: Matcher, pc: i64, p: i64) -> bool:
    """Match from p on. When it does, cells, last_index and end_position tell how."""
    for i in range(m.groups * 2):
        words_of(m.cells)[i] = -1
    last_index_cell = m.groups * 2
    words_of(m.cells)[last_index_cell] = -1
    m.cell_count = last_index_cell + 1
    m.choice_count = 0
    m.trail_count = 0
    width = u8(m.width)
    data = m.data
    repeat: i64 = -1
    barrier: i64 = -1
    budget: i64 = STEPS_PER_REDUCTION
    while True:
        budget -= 1
        if budget < 0:
            spend(1)
            budget = STEPS_PER_REDUCTION
        op = word(m, pc)
        is_on = False
        match op:
            case Op.LITERAL:
                if p < m.end and i64(unit_at(data, width, p)) == word(m, pc + 1):
                    p += 1
                    pc += 2
                    is_on = True
            case Op.NOT_LITERAL:
                if p < m.end and i64(unit_at(data, width, p)) != word(m, pc + 1):
                    p += 1
                    pc += 2
                    is_on = True
            case Op.IN:
                if p < m.end and in_charset(m, pc + 2, unit_at(data, width, p)):
                    p += 1
                    pc += 1 + word(m, pc + 1)
                    is_on = True
            case Op.ANY:
                if p < m.end and unit_at(data, width, p) != 10:
                    p += 1
                    pc += 1
                    is_on = True
            case Op.ANY_ALL:
                if p < m.end:
                    p += 1
                    pc += 1
                    is_on = True
            case Op.MARK:
                mark = word(m, pc + 1)
                if mark < last_index_cell:
                    set_cell(m, mark, p)
                    if mark & 1 != 0:
                        set_cell(m, last_index_cell, mark // 2 + 1)
                    pc += 2
                    is_on = True
            case Op.JUMP:
                pc += 1 + word(m, pc + 1)
                is_on = True
            case Op.BRANCH:
                skip = word(m, pc + 1)
                if skip != 0:
                    if word(m, pc + 1 + skip) != 0:
                        push_choice(m, Choice.ALTERNATIVE, pc + 1 + skip, p, 0, 0, repeat, barrier)
                    pc += 2
                    is_on = True
            case Op.REPEAT_ONE | Op.POSSESSIVE_REPEAT_ONE:
                least = word(m, pc + 2)
                count: i64 = 0
                if m.end - p >= least:
                    count = count_accepted(m, pc + 4, p, word(m, pc + 3))
                    if count >= least:
                        tail = pc + 1 + word(m, pc + 1)
                        if count > least and op == Op.REPEAT_ONE:
                            push_choice(m, Choice.GREEDY, tail, p, count, least, repeat, barrier)
                        p += count
                        pc = tail
                        is_on = True
            case Op.MIN_REPEAT_ONE:
                least = word(m, pc + 2)
                if m.end - p >= least:
                    count = 0
                    if least > 0:
                        count = count_accepted(m, pc + 4, p, least)
                    if count >= least:
                        p += count
                        most = word(m, pc + 3)
                        left = i64(MAXREPEAT) if most == MAXREPEAT else most - count
                        push_choice(m, Choice.LAZY, pc, p, left, 0, repeat, barrier)
                        pc += 1 + word(m, pc + 1)
                        is_on = True
            case Op.REPEAT:
                made = new_repeat(m, repeat, pc)
                repeat = made
                pc += 1 + word(m, pc + 1)
                is_on = True
            case Op.MAX_UNTIL:
                if repeat >= 0:
                    cells = words_of(m.cells) + repeat
                    own = cells[PATTERN]
                    count = cells[COUNT] + 1
                    most = word(m, own + 3)
                    if count < word(m, own + 2):
                        set_cell(m, repeat + COUNT, count)
                        pc = own + 4
                    elif (count < most or most == MAXREPEAT) and p != cells[LAST]:
                        push_choice(m, Choice.TAIL, pc + 1, p, cells[PARENT], 0, repeat, barrier)
                        set_cell(m, repeat + COUNT, count)
                        set_cell(m, repeat + LAST, p)
                        pc = own + 4
                    else:
                        repeat = cells[PARENT]
                        pc += 1
                    is_on = True
            case Op.MIN_UNTIL:
                if repeat >= 0:
                    cells = words_of(m.cells) + repeat
                    own = cells[PATTERN]
                    count = cells[COUNT] + 1
                    if count < word(m, own + 2):
                        set_cell(m, repeat + COUNT, count)
                        pc = own + 4
                    else:
                        parent = cells[PARENT]
                        push_choice(m, Choice.BODY, own, p, repeat, count, repeat, barrier)
                        repeat = parent
                        pc += 1
                    is_on = True
            case Op.AT:
                if holds_at(m, word(m, pc + 1), p):
                    pc += 2
                    is_on = True
            case Op.SUCCESS:
                if barrier < 0:
                    if (m.match_all == 0 or p == m.end) and p != m.must_advance:
                        m.end_position = p
                        m.last_index = words_of(m.cells)[last_index_cell]
                        return True
                else:
                    words = words_of(m.choices) + barrier
                    kind = words[KIND]
                    m.choice_count = barrier
                    repeat = words[REPEAT]
                    barrier = words[BARRIER]
                    if kind == Choice.NOT_AHEAD:
                        undo(m, words[TRAIL])
                    elif kind == Choice.AHEAD:
                        p = words[POSITION]
                        pc = words[PC]
                        is_on = True
                    elif kind == Choice.ATOMIC:
                        pc = words[PC]
                        is_on = True
                    else:
                        own = words[PC]
                        count = words[FIRST] + 1
                        most = word(m, own + 3)
                        if (count < most or most == MAXREPEAT) and (count < word(m, own + 2) or p != words[POSITION]):
                            at = m.choice_count
                            push_choice(m, Choice.POSSESSIVE, own, p, count, 0, repeat, barrier)
                            barrier = at
                            pc = own + 4
                        else:
                            pc = own + 2 + word(m, own + 1)
                        is_on = True
            case Op.ASSERT | Op.ASSERT_NOT:
                back = word(m, pc + 2)
                tail = pc + 1 + word(m, pc + 1)
                if p - m.start >= back:
                    at = m.choice_count
                    push_choice(
                        m, Choice.AHEAD if op == Op.ASSERT else Choice.NOT_AHEAD, tail, p, 0, 0, repeat, barrier
                    )
                    barrier = at
                    p -= back
                    pc += 3
                    is_on = True
                elif op == Op.ASSERT_NOT:
                    pc = tail
                    is_on = True
            case Op.ATOMIC_GROUP:
                at = m.choice_count
                push_choice(m, Choice.ATOMIC, pc + 1 + word(m, pc + 1), p, 0, 0, repeat, barrier)
                barrier = at
                pc += 2
                is_on = True
            case Op.POSSESSIVE_REPEAT:
                if word(m, pc + 3) == 0:
                    pc += 2 + word(m, pc + 1)
                else:
                    at = m.choice_count
                    push_choice(m, Choice.POSSESSIVE, pc, p, 0, 0, repeat, barrier)
                    barrier = at
                    pc += 4
                is_on = True
            case Op.GROUPREF | Op.GROUPREF_IGNORE | Op.GROUPREF_UNI_IGNORE | Op.GROUPREF_LOC_IGNORE:
                length = group_again(m, op, word(m, pc + 1), p)
                if length >= 0:
                    p += length
                    pc += 2
                    is_on = True
            case Op.GROUPREF_EXISTS:
                group = word(m, pc + 1)
                if group < m.groups and words_of(m.cells)[group * 2] >= 0 and words_of(m.cells)[group * 2 + 1] >= 0:
                    pc += 3
                else:
                    pc += 1 + word(m, pc + 2)
                is_on = True
            case Op.INFO:
                pc += 1 + word(m, pc + 1)
                is_on = True
            case Op.FAILURE:
                pass
            case _:
                if p < m.end and accepts_one(m, pc, unit_at(data, width, p)):
                    p += 1
                    if op == Op.IN_IGNORE or op == Op.IN_UNI_IGNORE or op == Op.IN_LOC_IGNORE:
                        pc += 1 + word(m, pc + 1)
                    else:
                        pc += 2
                    is_on = True
        while not is_on:
            top = m.choice_count - CHOICE_WORDS
            if top < 0:
                return False
            words = words_of(m.choices) + top
            undo(m, words[TRAIL])
            repeat = words[REPEAT]
            barrier = words[BARRIER]
            p = words[POSITION]
            m.choice_count = top
            match words[KIND]:
                case Choice.ALTERNATIVE:
                    at = words[PC]
                    following = at + word(m, at)
                    if word(m, following) != 0:
                        words[PC] = following
                        m.choice_count = top + CHOICE_WORDS
                    pc = at + 1
                    is_on = True
                case Choice.GREEDY:
                    count = words[FIRST] - 1
                    least = words[SECOND]
                    pc = words[PC]
                    if word(m, pc) == Op.LITERAL:  # go back to where what follows can match at all
                        wanted = word(m, pc + 1)
                        while count >= least and (p + count >= m.end or i64(unit_at(data, width, p + count)) != wanted):
                            count -= 1
                            budget -= 1
                    if count >= least:
                        if count > least:
                            words[FIRST] = count
                            m.choice_count = top + CHOICE_WORDS
                        p += count
                        is_on = True
                case Choice.LAZY:
                    own = words[PC]
                    left = words[FIRST]
                    if left != 0 and p < m.end and accepts_one(m, own + 4, unit_at(data, width, p)):
                        p += 1
                        words[POSITION] = p
                        if left != MAXREPEAT:
                            words[FIRST] = left - 1
                        m.choice_count = top + CHOICE_WORDS
                        pc = own + 1 + word(m, own + 1)
                        is_on = True
                case Choice.TAIL:
                    pc = words[PC]
                    repeat = words[FIRST]
                    is_on = True
                case Choice.BODY:
                    own = words[PC]
                    most = word(m, own + 3)
                    repeat = words[FIRST]
                    count = words[SECOND]
                    if (count < most or most == MAXREPEAT) and words_of(m.cells)[repeat + LAST] != p:
                        set_cell(m, repeat + COUNT, count)
                        set_cell(m, repeat + LAST, p)
                        pc = own + 4
                        is_on = True
                case Choice.NOT_AHEAD:
                    pc = words[PC]
                    is_on = True
                case Choice.POSSESSIVE:
                    own = words[PC]
                    if words[FIRST] >= word(m, own + 2):
                        pc = own + 2 + word(m, own + 1)
                        is_on = True


# --- how matches begin


@fn
def may_start(m: Matcher, pc: i64, c: u32, depth: i64) -> bool:
    """Whether what the code at pc matches may begin with a character, or be empty. (True where it is not easily told.)"""
    while True:
        op = word(m, pc)
        match op:
            case Op.MARK | Op.AT:
                pc += 2
            case Op.JUMP | Op.INFO:
                pc += 1 + word(m, pc + 1)
            case Op.BRANCH:
                if depth == 0:
                    return True
                at = pc + 1
                while word(m, at) != 0:
                    if may_start(m, at + 1, c, depth - 1):
                        return True
                    at += word(m, at)
                return False
            case Op.REPEAT_ONE | Op.MIN_REPEAT_ONE | Op.POSSESSIVE_REPEAT_ONE:
                if accepts_one(m, pc + 4, c):
                    return True
                if word(m, pc + 2) > 0:
                    return False
                pc += 1 + word(m, pc + 1)
            case Op.REPEAT:
                if depth == 0 or may_start(m, pc + 4, c, depth - 1):
                    return True
                if word(m, pc + 2) > 0:
                    return False
                pc += 2 + word(m, pc + 1)
            case Op.ASSERT | Op.ASSERT_NOT:
                pc += 1 + word(m, pc + 1)
            case Op.FAILURE:
                return False
            case Op.LITERAL | Op.NOT_LITERAL | Op.IN | Op.ANY | Op.ANY_ALL | Op.CATEGORY:
                return accepts_one(m, pc, c)
            case Op.LITERAL_IGNORE | Op.NOT_LITERAL_IGNORE | Op.LITERAL_UNI_IGNORE | Op.NOT_LITERAL_UNI_IGNORE:
                return accepts_one(m, pc, c)
            case Op.IN_IGNORE | Op.IN_UNI_IGNORE:
                return accepts_one(m, pc, c)
            case _:
                return True


@fn(raises=True, cold=True)
def find_starts(m: Matcher, pc: i64) -> None:
    """Find out with which characters matches may begin, if that is not known and some cannot."""
    m.failures = -(1 << 62)  # once is enough
    found = raw_new(STARTS_COUNT)
    is_useful = False
    for c in range(STARTS_COUNT):
        accepts = may_start(m, pc, u32(c), STARTS_DEPTH)
        found.bytes[c] = u8(accepts)
        is_useful = is_useful or not accepts
    if is_useful:
        m.starts = found


@inline
def next_start(m: Matcher, starts: Raw, p: i64) -> i64:
    """The first position from p on where a match may begin, or the end."""
    end = m.end
    table = starts.bytes
    if m.width == 1:
        data = m.data
        while p < end and table[i64(data[p])] == 0:
            p += 1
        return p
    while p < end:
        c = unit_at(m.data, u8(m.width), p)
        if c >= STARTS_COUNT or table[i64(c)] != 0:
            return p
        p += 1
    return p


@fn(raises=True)
def search(m: Matcher, p: i64) -> i64:
    """The first position from p on where it matches, or -1."""
    width = u8(m.width)
    least: i64 = 0
    first: i64 = -1
    charset: i64 = -1
    pc: i64 = 0
    if word(m, 0) == Op.INFO:
        flags = word(m, 2)
        least = word(m, 3)
        pc = 1 + word(m, 1)
        if flags & INFO_PREFIX != 0 and word(m, 5) > 0:
            first = word(m, 7)
        elif flags & INFO_CHARSET != 0:
            charset = 5
    limit = m.end - least
    budget: i64 = STEPS_PER_REDUCTION
    while p <= limit:
        if first >= 0:
            while p < m.end and i64(unit_at(m.data, width, p)) != first:
                p += 1
                budget -= 1
            if p >= m.end:
                return -1
        elif charset >= 0:
            while p < m.end and not in_charset(m, charset, unit_at(m.data, width, p)):
                p += 1
                budget -= 1
            if p >= m.end:
                return -1
        elif m.starts is not None:
            at = next_start(m, cast(Raw, m.starts), p)
            budget -= at - p
            p = at
            if p >= m.end:
                return -1
        if budget < 0:
            spend(1 - budget // STEPS_PER_REDUCTION)
            budget = STEPS_PER_REDUCTION
        if run(m, pc, p):
            return p
        p += 1
        m.must_advance = -1
        m.failures += 1
        if m.failures > STARTS_AFTER and first < 0 and charset < 0:
            find_starts(m, pc)
    return -1


# --- the guest's side: pyta/lib/_sre.py


def _case_function(name: str, kind: str) -> None:
    @function("_pyta", name)
    def convert(code: Value) -> Value:
        c = u32(untag_fixnum(code) & 0x1FFFFF)
        if static(kind == "unicode"):
            return tag_fixnum(i64(unicode_lower(c)))
        return tag_fixnum(i64(ascii_lower(c)))

    @function("_pyta", f"{kind}_iscased")
    def is_cased(code: Value) -> Value:
        c = u32(untag_fixnum(code) & 0x1FFFFF)
        if static(kind == "unicode"):
            return boolean(unicode_lower(c) != c or unicode_upper(c) != c)
        return boolean(97 <= c <= 122 or 65 <= c <= 90)


_case_function("unicode_tolower", "unicode")
_case_function("ascii_tolower", "ascii")


@function("_pyta", "regex_magic")
def regex_magic() -> Value:
    """The version of the code words that is understood."""
    return tag_fixnum(MAGIC)
