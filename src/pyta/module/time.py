"""The module time: clocks, sleeping, calendar times through the C library.

Source: the library reference, "time".
"""

from __future__ import annotations

import time

from corevm.kernel.array import Array_, array_new, raw_new
from corevm.kernel.bigint import int_from_i64
from corevm.kernel.dynamic import DynamicObject, object_set, object_set_slot
from corevm.kernel.float_arithmetic import is_nan
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.map import Map
from corevm.kernel.number import float_of, is_float
from corevm.kernel.safepoint import safepoint_slow
from corevm.kernel.string import String, copy_utf8, string_from_static, string_from_utf8, utf8_length
from corevm.kernel.string_build import new_builder
from corevm.kernel.string_intern import intern
from corevm.kernel.utf8 import SURROGATE_ESCAPE
from corevm.kernel.value import DEFAULT, NONE, box_float, is_word, tag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    cast,
    cfn,
    f64,
    floor,
    fn,
    i32,
    i64,
    memset,
    stack_array,
    static,
    struct,
    u8,
    u64,
)
from pyta.object.declare import declare_constant, declare_type, function, getter, method, module_start
from pyta.object.exception import overflow_error, type_error, value_error
from pyta.object.payload import payload, payload_or_none
from pyta.object.type import PAYLOAD_SLOT, namespace_set, new_instance, type_named
from pyta.protocol.argument import as_size
from pyta.protocol.item import as_index
from pyta.protocol.iterate import tuple_of
from pyta.protocol.numeral import as_double
from pyta.protocol.text import py_repr

REALTIME, MONOTONIC, PROCESS, THREAD = 0, 1, 2, 3
NANOSECONDS = 1_000_000_000
SLICE_NS = 20_000_000  # of sleeping, between looks at what is pending
MOST_TEXT_BYTES = 1 << 20


@struct
class Moment:
    """C's struct timespec."""

    seconds: i64
    nanoseconds: i64


@struct
class Calendar:
    """C's struct tm."""

    second: i32
    minute: i32
    hour: i32
    day: i32
    month: i32
    year: i32
    weekday: i32
    day_of_year: i32
    is_summer: i32
    padding: i32
    offset: i64
    zone: Ptr[u8]


clock_gettime = cfn("clock_gettime", [i32, Ptr[Moment]], i32)
nanosleep = cfn("nanosleep", [Ptr[Moment], Ptr[Moment]], i32)
localtime_r = cfn("localtime_r", [Ptr[i64], Ptr[Calendar]], Ptr[u8])
gmtime_r = cfn("gmtime_r", [Ptr[i64], Ptr[Calendar]], Ptr[u8])
mktime = cfn("mktime", [Ptr[Calendar]], i64)
strftime = cfn("strftime", [Ptr[u8], u64, Ptr[u8], Ptr[Calendar]], u64)
tzset = cfn("tzset", [], None)

for _name in ("CLOCK_REALTIME", "CLOCK_MONOTONIC", "CLOCK_PROCESS_CPUTIME_ID", "CLOCK_THREAD_CPUTIME_ID",
              "CLOCK_MONOTONIC_RAW", "CLOCK_BOOTTIME"):  # fmt: skip
    if hasattr(time, _name):
        declare_constant("time", _name, getattr(time, _name))
declare_constant("time", "_STRUCT_TM_ITEMS", 11)


# --- clocks


@fn
def read_clock(clock: i32) -> i64:
    """A clock in nanoseconds."""
    now = stack_array(Moment, 1)
    clock_gettime(clock, now)
    return now.seconds * NANOSECONDS + now.nanoseconds


def _clock(name: str, clock: int) -> None:
    @function("time", name)
    def time_clock() -> Value:
        return box_float(f64(read_clock(i32(clock))) / 1e9)

    @function("time", f"{name}_ns")
    def time_clock_ns() -> Value:
        return int_from_i64(read_clock(i32(clock)))


for _name, _number in (
    ("time", REALTIME), ("monotonic", MONOTONIC), ("perf_counter", MONOTONIC), ("process_time", PROCESS), ("thread_time", THREAD),
):  # fmt: skip
    _clock(_name, _number)


@function("time", "clock_gettime")
def time_clock_gettime(clock: Value) -> Value:
    """Return the time of the specified clock as a float."""
    return box_float(f64(read_clock(i32(as_size(clock)))) / 1e9)


@function("time", "clock_gettime_ns")
def time_clock_gettime_ns(clock: Value) -> Value:
    """Return the time of the specified clock as nanoseconds."""
    return int_from_i64(read_clock(i32(as_size(clock))))


@function("time", "sleep")
def time_sleep(seconds: Value) -> Value:
    """Delay execution for a given number of seconds."""
    duration = as_double(seconds)
    if is_nan(duration):
        raise value_error("Invalid value NaN (not a number)")
    if duration < 0.0:
        raise value_error("sleep length must be non-negative")
    if duration > 9.2e9:
        raise overflow_error("timestamp too large to convert to C _PyTime_t")
    end = read_clock(i32(MONOTONIC)) + i64(duration * 1e9)
    moment = stack_array(Moment, 1)
    while True:
        left = end - read_clock(i32(MONOTONIC))
        if left <= 0:
            return NONE
        moment.seconds = 0
        moment.nanoseconds = left if left < SLICE_NS else i64(SLICE_NS)
        nanosleep(moment, None)
        safepoint_slow()


# --- calendar times

FIELDS = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
FIELD_COUNT = len(FIELDS)

declare_type("struct_time", base="tuple", module="time", is_final=True)


@fn(raises=True)
def seconds_of(v: Value) -> i64:
    """A time in whole seconds; the present for None or nothing."""
    if is_word(v, DEFAULT) or is_word(v, NONE):
        return read_clock(i32(REALTIME)) // NANOSECONDS
    if is_float(v):
        d = floor(float_of(v))
        if is_nan(d):
            raise value_error("Invalid value NaN (not a number)")
        if d > 9.2e18 or d < -9.2e18:
            raise overflow_error("timestamp out of range for platform time_t")
        return i64(d)
    n = as_index(v)
    if not int_fits_i64(n):
        raise overflow_error("timestamp out of range for platform time_t")
    return int_to_i64(n)


@fn(raises=True)
def struct_of(items: Array_, zone: Value, offset: Value) -> Value:
    made: DynamicObject = new_instance(type_named("struct_time"))
    object_set_slot(made, PAYLOAD_SLOT, items)
    object_set(made, intern(string_from_static("tm_zone")), zone)
    object_set(made, intern(string_from_static("tm_gmtoff")), offset)
    return made


@fn(raises=True)
def struct_of_calendar(c: Ptr[Calendar]) -> Value:
    items = array_new(FIELD_COUNT)
    items.items[0] = tag_fixnum(i64(c.year) + 1900)
    items.items[1] = tag_fixnum(i64(c.month) + 1)
    items.items[2] = tag_fixnum(i64(c.day))
    items.items[3] = tag_fixnum(i64(c.hour))
    items.items[4] = tag_fixnum(i64(c.minute))
    items.items[5] = tag_fixnum(i64(c.second))
    items.items[6] = tag_fixnum((i64(c.weekday) + 6) % 7)
    items.items[7] = tag_fixnum(i64(c.day_of_year) + 1)
    items.items[8] = tag_fixnum(i64(c.is_summer))
    return struct_of(items, zone_text(c.zone), tag_fixnum(c.offset))


@fn(raises=True)
def zone_text(text: Ptr[u8]) -> Value:
    if text is None:
        return string_from_static("")
    count: i64 = 0
    while text[count] != 0:
        count += 1
    return string_from_utf8(text, count, SURROGATE_ESCAPE)


@function("time", "localtime", optional=1)
def time_localtime(seconds: Value) -> Value:
    """Convert seconds since the Epoch to a time tuple expressing local time."""
    return calendar_time(seconds, True)


@function("time", "gmtime", optional=1)
def time_gmtime(seconds: Value) -> Value:
    """Convert seconds since the Epoch to a time tuple expressing UTC."""
    return calendar_time(seconds, False)


@fn(raises=True)
def calendar_time(seconds: Value, is_local: bool) -> Value:
    at = stack_array(i64, 1)
    at[0] = seconds_of(seconds)
    c = stack_array(Calendar, 1)
    found = localtime_r(at, c) if is_local else gmtime_r(at, c)
    if found is None:
        raise overflow_error("timestamp out of range for platform time_t")
    return struct_of_calendar(c)


@method("struct_time", "__new__", binding="static", optional=1)
def struct_time_new(cls: Value, sequence: Value, extra: Value) -> Value:
    """struct_time(sequence): of 9 to 11 items."""
    given = tuple_of(sequence)
    if given.length < FIELD_COUNT:
        raise type_error("time.struct_time() takes an at least 9-sequence (%D-sequence given)", tag_fixnum(given.length))
    if given.length > FIELD_COUNT + 2:
        raise type_error("time.struct_time() takes an at most 11-sequence (%D-sequence given)", tag_fixnum(given.length))
    items = array_new(FIELD_COUNT)
    for i in range(FIELD_COUNT):
        items.items[i] = given.items[i]
    return struct_of(
        items,
        given.items[FIELD_COUNT] if given.length > FIELD_COUNT else NONE,
        given.items[FIELD_COUNT + 1] if given.length > FIELD_COUNT + 1 else NONE,
    )


def _field(index: int, name: str) -> None:
    @getter("struct_time", name)
    def struct_time_field(self: Value) -> Value:
        return cast(Array_, payload(self, "tuple", name)).items[index]


for _index, _name in enumerate(FIELDS):
    _field(_index, _name)


@method("struct_time", "__repr__")
def struct_time_repr(self: Value) -> Value:
    items = cast(Array_, payload(self, "tuple", "__repr__"))
    made = new_builder(128)
    for i in static(range(FIELD_COUNT)):
        text = f"{'time.struct_time(' if i == 0 else ', '}{FIELDS[i]}="
        made.append_ascii(text, len(text))
        made.append(py_repr(items.items[i]))
    made.append_code(0x29)
    return made.finish()


# --- from calendar times


@fn(raises=True)
def field_of(items: Array_, index: i64) -> i64:
    n = as_index(items.items[index])
    if not int_fits_i64(n) or int_to_i64(n) != i64(i32(int_to_i64(n))):
        raise overflow_error("signed integer is greater than maximum")
    return int_to_i64(n)


@fn(raises=True)
def read_calendar(v: Value, c: Ptr[Calendar]) -> None:
    """Fill a calendar time from a tuple or struct_time."""
    held = payload_or_none(v, "tuple")
    if cast(u64, held) == 0:
        raise type_error("Tuple or struct_time argument required")
    items = cast(Array_, held)
    if items.length < FIELD_COUNT:
        raise type_error("function takes exactly 9 arguments (%D given)", tag_fixnum(items.length))
    memset(cast(Ptr[u8], c), 0, 56)
    c.year = i32(field_of(items, 0) - 1900)
    c.month = i32(field_of(items, 1) - 1)
    c.day = i32(field_of(items, 2))
    c.hour = i32(field_of(items, 3))
    c.minute = i32(field_of(items, 4))
    c.second = i32(field_of(items, 5))
    c.weekday = i32((field_of(items, 6) + 1) % 7)
    c.day_of_year = i32(field_of(items, 7) - 1)
    c.is_summer = i32(field_of(items, 8))


@fn(raises=True)
def check_calendar(c: Ptr[Calendar]) -> None:
    """Raises: ValueError for fields out of range. 0 stands for the first month, day and day of the year."""
    if c.month == -1:
        c.month = 0
    if c.day == 0:
        c.day = 1
    if c.day_of_year == -1:
        c.day_of_year = 0
    if c.month < 0 or c.month > 11:
        raise value_error("month out of range")
    if c.day < 0 or c.day > 31:
        raise value_error("day of month out of range")
    if c.hour < 0 or c.hour > 23:
        raise value_error("hour out of range")
    if c.minute < 0 or c.minute > 59:
        raise value_error("minute out of range")
    if c.second < 0 or c.second > 61:
        raise value_error("seconds out of range")
    if c.weekday < 0:
        raise value_error("day of week out of range")
    if c.day_of_year < 0 or c.day_of_year > 365:
        raise value_error("day of year out of range")


@function("time", "mktime")
def time_mktime(t: Value) -> Value:
    """Convert a time tuple in local time to seconds since the Epoch."""
    c = stack_array(Calendar, 1)
    read_calendar(t, c)
    c.weekday = -1
    seconds = mktime(c)
    if seconds == -1 and c.weekday == -1:
        raise overflow_error("mktime argument out of range")
    return box_float(f64(seconds))


@function("time", "strftime", optional=1)
def time_strftime(format: Value, t: Value) -> Value:
    """Convert a time tuple to a string according to a format specification."""
    text = payload_or_none(format, "str")
    if cast(u64, text) == 0:
        raise type_error("strftime() argument 1 must be str, not %T", format)
    c = stack_array(Calendar, 1)
    if is_word(t, DEFAULT):
        at = stack_array(i64, 1)
        at[0] = seconds_of(NONE)
        localtime_r(at, c)
    else:
        read_calendar(t, c)
        check_calendar(c)
        if c.is_summer < -1:
            c.is_summer = -1
        if c.is_summer > 1:
            c.is_summer = 1
    return formatted(cast(String, text), c)


@fn(raises=True)
def formatted(format: String, c: Ptr[Calendar]) -> Value:
    length = utf8_length(format, SURROGATE_ESCAPE)
    pattern = raw_new(length + 1).bytes
    copy_utf8(format, pattern, SURROGATE_ESCAPE)
    room = 256 + length * 4
    while True:
        buffer = raw_new(room).bytes
        count = i64(strftime(buffer, u64(room), pattern, c))
        if count > 0 or length == 0 or room > MOST_TEXT_BYTES:
            return string_from_utf8(buffer, count, SURROGATE_ESCAPE)
        room = room * 16


@fn(raises=True)
def plain_date(c: Ptr[Calendar]) -> Value:
    """As `Sun Jun  9 04:26:40 1993`."""
    return formatted(string_from_static("%a %b %e %H:%M:%S %Y"), c)


@function("time", "asctime", optional=1)
def time_asctime(t: Value) -> Value:
    """Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."""
    c = stack_array(Calendar, 1)
    if is_word(t, DEFAULT):
        at = stack_array(i64, 1)
        at[0] = seconds_of(NONE)
        localtime_r(at, c)
    else:
        read_calendar(t, c)
        check_calendar(c)
    return plain_date(c)


@function("time", "ctime", optional=1)
def time_ctime(seconds: Value) -> Value:
    """Convert a time in seconds since the Epoch to a string in local time."""
    at = stack_array(i64, 1)
    at[0] = seconds_of(seconds)
    c = stack_array(Calendar, 1)
    if localtime_r(at, c) is None:
        raise overflow_error("timestamp out of range for platform time_t")
    return plain_date(c)


@function("time", "tzset")
def time_tzset() -> Value:
    """Initialize, or reinitialize, the local timezone."""
    tzset()
    return NONE


@module_start("time")
def start_time(namespace: Map) -> None:
    """time.timezone, altzone, daylight and tzname: from the zone's offsets in January and July."""
    tzset()
    c = stack_array(Calendar, 2)
    at = stack_array(i64, 1)
    at[0] = read_clock(i32(REALTIME)) // NANOSECONDS
    localtime_r(at, c)
    year_start = at[0] - i64(c.day_of_year) * 86400
    at[0] = year_start
    localtime_r(at, c)
    at[0] = year_start + 183 * 86400
    localtime_r(at, c + 1)
    winter = c
    summer = c + 1
    if winter.offset > summer.offset:
        winter = c + 1
        summer = c
    names = array_new(2)
    names.items[0] = zone_text(winter.zone)
    names.items[1] = zone_text(summer.zone)
    set_name(namespace, "timezone", tag_fixnum(-winter.offset))
    set_name(namespace, "altzone", tag_fixnum(-summer.offset))
    set_name(namespace, "daylight", tag_fixnum(i64(winter.offset != summer.offset)))
    set_name(namespace, "tzname", names)


@fn(raises=True)
def set_name(namespace: Map, text: Ptr[u8], v: Value) -> None:
    namespace_set(namespace, intern(string_from_static(text)), v)

