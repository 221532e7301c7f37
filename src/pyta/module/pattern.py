"""re.Pattern: compiled regular expressions, and what is done with all matches of one. (The matcher: pyta.module.regex; matches: .match.)

A pattern keeps one matcher, whose arrays would else be made for each call. Whoever runs it takes it away (`take_matcher`) and gives it
back when done, so a program called meanwhile may use the same pattern.

Source: the library reference, "re"; messages are CPython's.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, no_value, raw_new
from corevm.kernel.bytes import Bytes, equal_bytes, find_byte, hash_bytes, new_bytes, subbytes
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.list import List, list_append, list_get, list_new
from corevm.kernel.map import Map, map_clear, map_get, map_new, map_set
from corevm.kernel.number import is_integer
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, join_strings, string_from_static, substring
from corevm.kernel.string_search import find_string
from corevm.kernel.value import DEFAULT, NONE, NOT_IMPLEMENTED, boolean, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import (
    Object,
    Ptr,
    Tail,
    Value,
    cast,
    fn,
    heap,
    i64,
    inline,
    likely,
    new,
    stack_array,
    static,
    u8,
    u32,
    u64,
)
from pyta.module.builtins_iterate import is_callable
from pyta.module.regex import (
    CHOICE_WORDS,
    FIRST_CHOICES,
    FIRST_REPEATS,
    FIRST_TRAIL,
    FULLMATCH,
    MATCH,
    MAXREPEAT,
    REPEAT_CELLS,
    SEARCH,
    Matcher,
    run,
    search,
    words_of,
)
from pyta.object.buffer import bytes_or_none
from pyta.object.declare import declare_type, function, getter, method
from pyta.object.exception import overflow_error, type_error
from pyta.object.iterator import CallIterator
from pyta.object.mapping_proxy import new_mapping_proxy
from pyta.object.payload import payload_or_none
from pyta.object.type import class_of, is_deleted
from pyta.object.world import name
from pyta.protocol.argument import as_size, bind_parameters
from pyta.protocol.attribute import call1, call2, get_attribute
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.importing import import_absolute
from pyta.protocol.iterate import pair_of

GROUP_LIMIT = 1 << 24
TEMPLATE_LIMIT = 100  # replacements a pattern remembers
I62_MAX = (1 << 62) - 1
BACKSLASH = 0x5C

declare_type("Pattern", kind="pyta.pattern", module="re", is_hidden=True, is_final=True)
declare_type("Match", kind="pyta.match", module="re", is_hidden=True, is_final=True)
declare_type("SRE_Scanner", kind="pyta.scanner", module="_sre", is_hidden=True, is_final=True)


@heap(kind="pyta.pattern")
class Pattern(Object):
    source: Value
    flags: Value
    group_index: Map  # name -> number
    names: Value  # tuple: number -> name or None
    code: Bytes
    groups: i64
    spare: Value  # a Matcher nobody runs, or 0
    templates: Value  # Map: replacement -> its pieces; or 0


@heap(kind="pyta.match")
class Match(Object):
    """`marks`: start and end of the match and of each group; -1, -1 for a group without."""

    pattern: Pattern
    string: Value
    text: Value  # what the string is or holds: str or bytes
    position: i64
    end_position: i64
    last_index: i64
    length: i64
    marks: Tail[i64]


@heap(kind="pyta.scanner")
class Scanner(Object):
    """Goes through a text match by match. At the end `at` is -1."""

    pattern: Pattern
    string: Value
    text: Value
    position: i64
    end_position: i64
    at: i64
    must_advance: i64


@function("_pyta", "regex_pattern", variadic=True, minimum=6, maximum=6)
def regex_pattern(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """regex_pattern(pattern, flags, code, groups, groupindex, indexgroup)."""
    groups = as_size(arguments[3])
    if groups < 0 or groups > GROUP_LIMIT:
        raise overflow_error("too many groups")
    if not is_kind(arguments[4], "map") or not is_kind(arguments[5], "array"):
        raise type_error("wrong names of groups")
    return new(
        Pattern, source=arguments[0], flags=arguments[1], code=code_from(arguments[2]), groups=groups,
        group_index=cast(Map, arguments[4]), names=arguments[5],
    )  # fmt: skip


@fn(raises=True)
def code_from(words: Value) -> Bytes:
    """The code, a list of numbers, as bytes."""
    if not is_kind(words, "list"):
        raise type_error("the code must be a list")
    given = cast(List, words)
    made = new_bytes(given.count * 4)
    target = cast(Ptr[u32], made.data)
    for i in range(made.length // 4):
        item = payload_or_none(list_get(given, i), "int")
        if item == cast(Value, u64(0)) or not is_integer(item):
            raise type_error("the code must be a list of numbers")
        if not int_fits_i64(item) or int_to_i64(item) < 0 or int_to_i64(item) > MAXREPEAT:
            raise overflow_error("regular expression code size limit exceeded")
        target[i] = u32(int_to_i64(item))
    return made


# --- running


@inline(raises=True)
def text_of(p: Pattern, string: Value) -> Value:
    """The str or bytes to match in. Raises: TypeError."""
    if likely(is_kind(string, "string") and is_kind(p.source, "string")):
        return string
    return text_slowly(p, string)


@fn(raises=True)
def text_slowly(p: Pattern, string: Value) -> Value:
    is_any = is_word(p.source, NONE)
    is_text = payload_or_none(p.source, "str") != no_value()
    found = payload_or_none(string, "str")
    if found != no_value():
        if not is_text and not is_any:
            raise type_error("cannot use a bytes pattern on a string-like object")
        return found
    data = bytes_or_none(string)
    if is_deleted(data):
        raise type_error("expected string or bytes-like object, got '%T'", string)
    if is_text:
        raise type_error("cannot use a string pattern on a bytes-like object")
    return data


@inline
def text_length(text: Value) -> i64:
    return cast(String, text).count if is_kind(text, "string") else cast(Bytes, text).length


@fn(raises=True)
def take_matcher(p: Pattern, text: Value, end: i64) -> Matcher:
    """A matcher of the pattern for a text up to `end`, in range."""
    spare = p.spare
    p.spare = no_value()
    if spare == no_value():
        made = new(Matcher, code=p.code, code_count=p.code.length // 4, text=NONE, groups=p.groups)
        made.cells = raw_new((p.groups * 2 + 1 + FIRST_REPEATS * REPEAT_CELLS) * 8)
        made.choices = raw_new(FIRST_CHOICES * CHOICE_WORDS * 8)
        made.trail = raw_new(FIRST_TRAIL * 16)
        spare = made
    m = cast(Matcher, spare)
    m.text = text
    if is_kind(text, "string"):
        m.data = cast(String, text).data
        m.width = i64(cast(String, text).width)
    else:
        m.data = cast(Bytes, text).data
        m.width = 1
    m.end = end
    m.must_advance = -1
    m.match_all = 0
    return m


@inline
def give_back(p: Pattern, m: Matcher) -> None:
    m.text = NONE
    m.data = cast(Ptr[u8], u64(0))
    p.spare = m


@inline(raises=True)
def next_match(m: Matcher, how: i64, at: i64) -> i64:
    """Where the next match from `at` on starts, or -1."""
    if how == SEARCH:
        return search(m, at)
    m.match_all = i64(how == FULLMATCH)
    return at if run(m, 0, at) else i64(-1)


@inline
def go_on(m: Matcher, start: i64) -> i64:
    """Where to look for the match after one: an empty one may not come again."""
    m.must_advance = m.end_position if m.end_position == start else i64(-1)
    return m.end_position


@fn(raises=True)
def match_from(p: Pattern, m: Matcher, string: Value, text: Value, position: i64, start: i64) -> Match:
    """The Match of what the matcher found."""
    count = p.groups * 2
    end, last = m.end_position, m.last_index
    made = new(
        Match, tail=count + 2, pattern=p, string=string, text=text, position=position, end_position=m.end, last_index=last,
    )  # fmt: skip
    made.marks[0] = start
    made.marks[1] = end
    cells = words_of(m.cells)
    at: i64 = 0
    while at < count:
        low, high = cells[at], cells[at + 1]
        is_there = low >= 0 and high >= 0
        made.marks[at + 2] = low if is_there else i64(-1)
        made.marks[at + 3] = high if is_there else i64(-1)
        at += 2
    return made


@inline(raises=True)
def piece(text: Value, start: i64, end: i64) -> Value:
    if is_kind(text, "string"):
        return substring(cast(String, text), start, end)
    return subbytes(cast(Bytes, text), start, end)


@fn(raises=True)
def group_piece(m: Matcher, text: Value, group: i64, otherwise: Value) -> Value:
    """What a group matched, counted from 1."""
    cells = words_of(m.cells)
    start, end = cells[group * 2 - 2], cells[group * 2 - 1]
    return piece(text, start, end) if start >= 0 and end >= 0 else otherwise


@inline
def clamped(n: i64, low: i64, high: i64) -> i64:
    return low if n < low else high if n > high else n


@fn(raises=True)
def bounds(text: Value, pos: Value, endpos: Value) -> tuple[i64, i64]:
    """The positions between which to match."""
    length = text_length(text)
    start: i64 = 0
    end: i64 = I62_MAX
    if not is_word(pos, DEFAULT):
        start = as_size(pos)
    if not is_word(endpos, DEFAULT):
        end = as_size(endpos)
    return clamped(start, 0, length), clamped(end, 0, length)


@fn(raises=True)
def match_once(p: Pattern, how: i64, string: Value, pos: Value, endpos: Value) -> Value:
    """The Match of a string, or None."""
    text = text_of(p, string)
    start, end = bounds(text, pos, endpos)
    if start > end:
        return NONE
    m = take_matcher(p, text, end)
    found = next_match(m, how, start)
    result: Value = NONE
    if found >= 0:
        result = match_from(p, m, string, text, start, found)
    give_back(p, m)
    return result


def _matching(own: str, how: int) -> None:
    @method("Pattern", own, variadic=True, keywords=True, minimum=1)
    def pattern_match(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """(string, pos=0, endpos=sys.maxsize)"""
        p = cast(Pattern, arguments[0])
        if likely(argc == 2 and names == no_value()):
            return match_once(p, how, arguments[1], DEFAULT, DEFAULT)
        taken = stack_array(Value, 3)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("string", "pos", "endpos"), own, 1)
        return match_once(p, how, taken[0], taken[1], taken[2])


for _own, _how in (("match", MATCH), ("fullmatch", FULLMATCH), ("search", SEARCH)):
    _matching(_own, _how)


# --- all matches


@method("Pattern", "findall", variadic=True, keywords=True, minimum=1)
def pattern_findall(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return a list of all non-overlapping matches of pattern in string."""
    p = cast(Pattern, arguments[0])
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("string", "pos", "endpos"), "findall", 1)
    text = text_of(p, taken[0])
    at, end = bounds(text, taken[1], taken[2])
    result = list_new()
    if at > end:
        return result
    m = take_matcher(p, text, end)
    empty = piece(text, 0, 0)
    while True:
        start = search(m, at)
        if start < 0:
            break
        at = go_on(m, start)
        if p.groups == 0:
            list_append(result, piece(text, start, at))
        elif p.groups == 1:
            list_append(result, group_piece(m, text, 1, empty))
        else:
            parts = array_new(p.groups)
            for i in range(p.groups):
                parts.items[i] = empty
            for i in range(p.groups):
                parts.items[i] = group_piece(m, text, i + 1, empty)
            list_append(result, parts)
    give_back(p, m)
    return result


@method("Pattern", "split", variadic=True, keywords=True, minimum=1)
def pattern_split(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Split string by the occurrences of pattern."""
    p = cast(Pattern, arguments[0])
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("string", "maxsplit"), "split", 1)
    most: i64 = 0
    if not is_word(taken[1], DEFAULT):
        most = as_size(taken[1])
    text = text_of(p, taken[0])
    length = text_length(text)
    result = list_new()
    m = take_matcher(p, text, length)
    at: i64 = 0
    last: i64 = 0
    done: i64 = 0
    while most == 0 or done < most:
        start = search(m, at)
        if start < 0:
            break
        at = go_on(m, start)
        list_append(result, piece(text, last, start))
        for i in range(p.groups):
            list_append(result, group_piece(m, text, i + 1, NONE))
        last = at
        done += 1
    give_back(p, m)
    list_append(result, piece(text, last, length))
    return result


# --- replacing


@fn(raises=True)
def template_of(p: Pattern, replacement: Value) -> Value:
    """A replacement as a tuple of texts and group numbers; itself if it is a text without backslashes."""
    if is_kind(replacement, "string"):
        if find_string(cast(String, replacement), string_from_static("\\"), 0, I62_MAX) < 0:
            return replacement
    elif is_kind(replacement, "bytes"):
        if find_byte(cast(Bytes, replacement), u8(BACKSLASH), 0, I62_MAX) < 0:
            return replacement
    is_kept = is_kind(replacement, "string") or is_kind(replacement, "bytes")
    if is_kept and p.templates != no_value():
        found = map_get(cast(Map, p.templates), replacement, py_hash(replacement), py_equal)
        if not is_deleted(found):
            return found
    made = call2(get_attribute(import_absolute(name("_sre")), name("_template")), p, replacement)
    if is_kept:
        if p.templates == no_value():
            p.templates = map_new()
        if cast(Map, p.templates).count >= TEMPLATE_LIMIT:
            map_clear(cast(Map, p.templates))
        map_set(cast(Map, p.templates), replacement, py_hash(replacement), made, py_equal)
    return made


@fn(raises=True)
def add_replacement(out: List, m: Matcher, text: Value, template: Value, start: i64) -> None:
    if not is_kind(template, "array"):
        list_append(out, template)
        return
    pieces = cast(Array_, template)
    for i in range(pieces.length):
        item = pieces.items[i]
        if not is_fixnum(item):
            list_append(out, item)
        elif untag_fixnum(item) == 0:
            list_append(out, piece(text, start, m.end_position))
        elif untag_fixnum(item) <= m.groups:
            part = group_piece(m, text, untag_fixnum(item), NONE)
            if not is_word(part, NONE):
                list_append(out, part)


@fn(raises=True)
def substitute(p: Pattern, replacement: Value, string: Value, most: i64, wants_count: bool) -> Value:
    """What sub or subn gives."""
    text = text_of(p, string)
    is_called = is_callable(replacement)
    template: Value = NONE
    if not is_called:
        template = template_of(p, replacement)
    length = text_length(text)
    m = take_matcher(p, text, length)
    result = text
    done: i64 = 0
    start = search(m, 0)
    if start >= 0:
        out = list_new()
        last: i64 = 0
        while start >= 0:
            at = go_on(m, start)
            if last < start:
                list_append(out, piece(text, last, start))
            if is_called:
                item = call1(replacement, match_from(p, m, string, text, 0, start))
                if not is_word(item, NONE):
                    list_append(out, item)
            else:
                add_replacement(out, m, text, template, start)
            last = at
            done += 1
            start = search(m, at) if done != most else i64(-1)
        if last < length:
            list_append(out, piece(text, last, length))
        result = joined(text, out)
    give_back(p, m)
    return pair_of(result, tag_fixnum(done)) if wants_count else result


@fn(raises=True)
def joined(text: Value, parts: List) -> Value:
    """Nothing but texts: one text."""
    if is_kind(text, "string"):
        if parts.count == 0:
            return piece(text, 0, 0)
        items = cast(Array_, parts.items)
        is_all = True
        for i in range(parts.count):
            if not is_kind(items.items[i], "string"):
                is_all = False
        if is_all:
            return join_strings(cast(String, piece(text, 0, 0)), items.items, parts.count)
    return call1(get_attribute(piece(text, 0, 0), name("join")), parts)


def _replacing(own: str, wants_count: bool) -> None:
    @method("Pattern", own, variadic=True, keywords=True, minimum=1)
    def pattern_substitute(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """(repl, string, count=0)"""
        p = cast(Pattern, arguments[0])
        if likely(argc == 3 and names == no_value()):
            return substitute(p, arguments[1], arguments[2], 0, wants_count)
        taken = stack_array(Value, 3)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("repl", "string", "count"), own, 2)
        most: i64 = 0
        if not is_word(taken[2], DEFAULT):
            most = as_size(taken[2])
        return substitute(p, taken[0], taken[1], most, wants_count)


_replacing("sub", False)
_replacing("subn", True)


# --- one after the other


@fn(raises=True)
def new_scanner(arguments: Ptr[Value], argc: i64, names: Value, own: static) -> Scanner:
    p = cast(Pattern, arguments[0])
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("string", "pos", "endpos"), own, 1)
    text = text_of(p, taken[0])
    start, end = bounds(text, taken[1], taken[2])
    return new(
        Scanner, pattern=p, string=taken[0], text=text, position=start, end_position=end, at=start if start <= end else i64(-1),
        must_advance=-1,
    )  # fmt: skip


@method("Pattern", "scanner", variadic=True, keywords=True, minimum=1)
def pattern_scanner(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return new_scanner(arguments, argc, names, "scanner")


@method("Pattern", "finditer", variadic=True, keywords=True, minimum=1)
def pattern_finditer(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """Return an iterator over all non-overlapping matches for the RE pattern in string."""
    scanner = new_scanner(arguments, argc, names, "finditer")
    return new(CallIterator, callee=get_attribute(scanner, name("search")), sentinel=NONE)


@fn(raises=True)
def scan(s: Scanner, how: i64) -> Value:
    """The next Match, or None."""
    if s.at < 0:
        return NONE
    p = s.pattern
    m = take_matcher(p, s.text, s.end_position)
    m.must_advance = s.must_advance
    found = next_match(m, how, s.at)
    result: Value = NONE
    if found >= 0:
        result = match_from(p, m, s.string, s.text, s.position, found)
        s.at = go_on(m, found)
        s.must_advance = m.must_advance
    else:
        s.at = -1
    give_back(p, m)
    return result


@method("SRE_Scanner", "match")
def scanner_match(self: Value) -> Value:
    return scan(cast(Scanner, self), MATCH)


@method("SRE_Scanner", "search")
def scanner_search(self: Value) -> Value:
    return scan(cast(Scanner, self), SEARCH)


@getter("SRE_Scanner", "pattern")
def scanner_pattern(self: Value) -> Value:
    return cast(Scanner, self).pattern


# --- patterns as objects


@method("Pattern", "__new__", binding="static", variadic=True, keywords=True)
def pattern_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    raise type_error("cannot create '%N' instances", arguments[0])


@getter("Pattern", "pattern")
def pattern_source(self: Value) -> Value:
    return cast(Pattern, self).source


@getter("Pattern", "flags")
def pattern_flags(self: Value) -> Value:
    return cast(Pattern, self).flags


@getter("Pattern", "groups")
def pattern_groups(self: Value) -> Value:
    return tag_fixnum(cast(Pattern, self).groups)


@getter("Pattern", "groupindex")
def pattern_groupindex(self: Value) -> Value:
    """A dictionary mapping group names to group numbers."""
    return new_mapping_proxy(cast(Pattern, self).group_index)


@method("Pattern", "__repr__")
def pattern_repr(self: Value) -> Value:
    return call1(get_attribute(import_absolute(name("_sre")), name("_shown")), self)


def _equality(own: str, wants_equal: bool) -> None:
    @method("Pattern", own)
    def compare(self: Value, other: Value) -> Value:
        if not is_kind(other, "pyta.pattern"):
            return NOT_IMPLEMENTED
        a, b = cast(Pattern, self), cast(Pattern, other)
        is_equal = (
            self == other
            or (py_equal(a.flags, b.flags) and cast(u64, class_of(a.source)) == cast(u64, class_of(b.source)) and equal_bytes(a.code, b.code) and py_equal(a.source, b.source))
        )  # fmt: skip
        return boolean(is_equal == wants_equal)


_equality("__eq__", True)
_equality("__ne__", False)


@method("Pattern", "__hash__")
def pattern_hash(self: Value) -> Value:
    p = cast(Pattern, self)
    mixed = u64(py_hash(p.source)) ^ hash_bytes(p.code) ^ u64(py_hash(p.flags)) << 32
    return tag_fixnum(cast(i64, mixed) >> 2)


@method("Pattern", "__copy__")
def pattern_copy(self: Value) -> Value:
    return self


@method("Pattern", "__deepcopy__")
def pattern_deepcopy(self: Value, memo: Value) -> Value:
    return self


