"""The text form: exact round trip, and where its errors point."""

from __future__ import annotations

import pytest

from corevm.errors import IrError
from corevm.ir.text import (
    format_function,
    format_module,
    function_structure,
    parse_function,
    parse_module,
    structure_of,
)

SOURCE = r"""module "ex ample"
file 0 "gcd.py"
file 1 "other \"x\".py"
extern memcpy(ptr, ptr, i64) -> (ptr)
extern "odd name"(ptr, ...) -> (i32)

data @d align=8 const export {
  "hello\00\22x"
  zero 40
  "abcdefghijkl"
  func @gcd at 16
  data @d at 24
}

data @empty align=1 {
}

func @gcd(i64 a, i64 b) -> (i64) inline raises effect=pure primitive="gcd" !0:1:1 {
entry(%0: i64, %1: i64):
  jump loop(%0, %1) !0:2
loop(%2: i64, %3: i64):
  %4 = const.i64 -9223372036854775808
  %5 = eq.i64 %3, %4 !1:9:9
  branch %5, done, next, unlikely
next:
  %6 = urem.i64 %2, %3
  jump loop(%3, %6)
done:
  return %2
}

func handler @"h 1"(ptr p, f64 "") -> () {
b0(%0: ptr, %1: f64):
  %2 = const.f64 1.5e-07
  %3 = const.f32 0x7fc00001
  %4 = const.bool true
  %5 = const.value 0xfffffffffffffff1
  %6 = load.i8 %0, -8, heap
  switch.i8 %6 [
    -1: x
    2: y(%1)
    3: x
    4: x
    5: x
  ], x
x:
  tail_call_indirect %0(%0, %1) : handler (ptr, f64) -> ()
y(%7: f64):
  assert %4, "hi \u{0}"
  %8, %9 = add_overflow.i64 %10, %10
  %11: i64, %12: f32 = call @two(%10, %13)
  unreachable
z:
  %10 = const.i64 3
  %13 = func_addr @gcd
  switch.i64 %10 [], z
w:
  tail_call @"h 1"(%13, %1)
}

func @two(i64, ptr) -> (i64, f32) cold export
"""


def renumbered(source: str) -> str:
    return source.replace("%10", "%t").replace("%11", "%10").replace("%12", "%11").replace("%t", "%12")


def test_text_is_written_as_read() -> None:
    module = parse_module(SOURCE)
    assert format_module(module) == renumbered(SOURCE)


def test_round_trip() -> None:
    module = parse_module(SOURCE)
    again = parse_module(format_module(module))
    assert structure_of(again) == structure_of(module)
    assert [b.name for b in again.functions["gcd"].blocks] == ["entry", "loop", "next", "done"]


def test_structure_sees_differences() -> None:
    module = parse_module(SOURCE)
    for old, new in [("1.5e-07", "1.5e-08"), ("x:\n", "x:\n  fence\n"), ("!1:9:9", "!1:9"), ("urem", "udiv"), (" cold", "")]:
        assert structure_of(parse_module(SOURCE.replace(old, new))) != structure_of(module)


def test_block_names_are_made_unique() -> None:
    module = parse_module(SOURCE)
    function = module.functions["gcd"]
    for block in function.blocks:
        block.name = "a b" if block is function.entry else "x"
    text = format_module(module)
    assert "b0(%0: i64" in text and "x(%2" in text and "x_2:" in text and "x_3:" in text
    assert format_module(parse_module(text)) == text


def test_function_alone() -> None:
    function = parse_module(SOURCE).functions["h 1"]
    assert function_structure(parse_function(format_function(function))) == function_structure(function)


@pytest.mark.parametrize(
    ("code", "old", "new", "pointed", "wanted"),
    [
        ("IR201", "urem.i64", "€", "€ %2", "a token"),
        ("IR202", "-> (i64) inline", "(i64) inline", "(i64) inline", "`->`"),
        ("IR202", "jump loop(%0, %1)", "jump 7", "7 !0:2", "a block's name"),
        ("IR202", "inline", "inlined", "inlined raises", "inline, cold"),
        ("IR202", "return %2\n", "return %2 %3\n", "%3", "the end of the line"),
        ("IR203", "\\00", "\\0g", "\"hello", "an escape"),
        ("IR204", "%7: f64", "%7: f65", "f65", "a type"),
        ("IR204", "urem.i64", "urem", "urem %2", "urem.type"),
        ("IR205", "!1:9:9", "!7:9:9", "7:9:9", "a `file` line"),
        ("IR206", "next:", "loop:", "loop:", "not used yet"),
        ("IR206", "%6 = urem", "%5 = urem", "%5 = urem", "not defined yet"),
        ("IR207", "jump loop(%3, %6)", "jump nowhere", "nowhere", "a block of"),
        ("IR207", "jump loop(%3, %6)", "jump loop(%3, %66)", "%66", "a value defined"),
        ("IR208", "urem.i64", "urm.i64", "urm.i64", "an op"),
        ("IR209", "%8, %9 = add", "%8 = add", "add_overflow", "2 results"),
        ("IR209", "%11: i64,", "%11,", "%11, %12", "%n: type"),
        ("IR210", "1.5e-07", "15", "15", "a decimal"),
        ("IR210", "const.value 0xfffffffffffffff1", "const.value 0x1fffffffffffffff1", "0x1ffff", "64 bits"),
    ],
)
def test_errors_point(code: str, old: str, new: str, pointed: str, wanted: str) -> None:
    assert old in SOURCE
    with pytest.raises(IrError) as caught:
        parse_module(SOURCE.replace(old, new, 1), "f.ir")
    error = caught.value
    assert error.code == code
    assert wanted in error.wanted
    place = error.place
    assert place is not None and place.file == "f.ir" and "^" in place.caret()
    assert place.source[place.column - 1 :].startswith(pointed)
    assert SOURCE.replace(old, new, 1).split("\n")[place.line - 1] == place.source
