"""Evaluating IR over symbolic values: what is left of it, as text."""

from __future__ import annotations

import textwrap

import pytest

from corevm.ir.build import new_function
from corevm.ir.module import Module, Value
from corevm.ir.text import format_function, parse_module
from corevm.ir.type import I64, PTR, VALUE, Signature
from corevm.ir.verify import verify_module
from corevm.jit.evaluate import Evaluator, State, Unsupported

SOURCE = """
module "m"
func @is_fixnum(value v) -> (bool) inline {
entry(%0: value):
  %1 = bitcast.i64 %0
  %2 = const.i64 1
  %3 = and.i64 %1, %2
  %4 = const.i64 0
  %5 = ne.i64 %3, %4
  return %5
}
func @add(value a, value b) -> (value) inline {
entry(%0: value, %1: value):
  %2: bool = call @is_fixnum(%0)
  branch %2, one, slow_way
one:
  %3: bool = call @is_fixnum(%1)
  branch %3, both, slow_way
both:
  %4 = bitcast.i64 %0
  %5 = bitcast.i64 %1
  %6 = const.i64 1
  %7 = sub.i64 %5, %6
  %8 = add.i64 %4, %7
  %9 = bitcast.value %8
  return %9
slow_way:
  %10: value = call @slow(%0, %1)
  return %10
}
func @slow(value a, value b) -> (value)
func @box(f64 d) -> (value) inline {
entry(%0: f64):
  %1 = bitcast.i64 %0
  %2 = const.i64 0xd000000000000000
  %3 = add.i64 %1, %2
  %4 = const.i64 3
  %5 = rotl.i64 %3, %4
  %6 = and.i64 %5, %4
  %7 = const.i64 0
  %8 = eq.i64 %6, %7
  branch %8, fits, other
fits:
  %9 = const.i64 2
  %10 = add.i64 %5, %9
  %11 = bitcast.value %10
  return %11
other:
  %12 = const.value 4
  %13: value = call @slow(%12, %12)
  return %13
}
func @unbox(value v) -> (f64) inline {
entry(%0: value):
  %1 = bitcast.i64 %0
  %2 = const.i64 61
  %3 = rotl.i64 %1, %2
  %4 = const.i64 0x1000000000000000
  %5 = sub.i64 %3, %4
  %6 = bitcast.f64 %5
  return %6
}
func @next_word(ptr p) -> (i64) inline {
entry(%0: ptr):
  %1 = load.i64 %0, 8, heap
  %2 = const.i64 1
  %3 = add.i64 %1, %2
  store.i64 %0, %3, 8, heap
  %4 = load.i64 %0, 8, heap
  return %4
}
func @writes_then_calls(ptr p, value v) -> (value) inline {
entry(%0: ptr, %1: value):
  %2 = const.i64 1
  store.i64 %0, %2, 0, heap
  %3: value = call @slow(%1, %1)
  return %3
}
"""


class Bench:
    """An evaluator with two registers' values, and what it has built."""

    def __init__(self) -> None:
        self.module = parse_module(textwrap.dedent(SOURCE), "m")
        self.function = new_function("built", Signature((PTR, VALUE, VALUE), (VALUE,)), ("base", "x", "y"))
        self.base, self.x, self.y = self.function.entry.params
        self.left = 0
        self.evaluator = Evaluator(
            self.function, self.base, self.module.functions.__getitem__, self.leave, lambda name: None, lambda s, looks: None, lambda a, n: None,
            lambda s, why, site: None,
        )
        self.state = State(self.function.entry)

    def leave(self, s: State, why: str, site: int) -> None:
        self.left += 1
        b = self.evaluator.builder
        b.block = s.block
        b.ret(b.const(VALUE, 0))

    def run(self, name: str, *args: Value) -> list[Value]:
        (way,) = self.evaluator.run(self.state, self.module.functions[name], list(args))
        self.state = way.state
        return way.values

    def finish(self, value: Value) -> str:
        b = self.evaluator.builder
        b.block = self.state.block
        b.ret(value)
        self.evaluator.finish()
        module = Module("built", {"built": self.function})
        verify_module(module)
        return format_function(self.function)

    def operations(self) -> list[str]:
        return [i.op.name for i in self.function.instructions() if i.op.name not in ("const", "bitcast")]


def test_a_tag_is_tested_once() -> None:
    bench = Bench()
    (total,) = bench.run("add", bench.x, bench.y)
    tests = bench.operations().count("branch")
    (total,) = bench.run("add", total, bench.x)
    (total,) = bench.run("add", total, total)
    assert bench.operations().count("branch") == tests == 2
    assert bench.left == 1  # for both tests
    assert "branch" in bench.finish(total)


def test_boxing_and_unboxing_cancel() -> None:
    bench = Bench()
    (d,) = bench.run("unbox", bench.x)
    (boxed,) = bench.run("box", d)
    (again,) = bench.run("unbox", boxed)
    assert again is d
    bench.finish(boxed)


def test_memory_is_remembered_until_it_may_have_changed() -> None:
    bench = Bench()
    (place,) = bench.evaluator.operation(bench.state, "bitcast", PTR, [bench.evaluator.operation(bench.state, "bitcast", I64, [bench.x])[0]])
    (one,) = bench.run("next_word", place)
    assert bench.operations().count("load") == 1
    bench.run("next_word", place)
    assert bench.operations().count("load") == 1 and bench.operations().count("store") == 2
    (other,) = bench.evaluator.operation(bench.state, "bitcast", PTR, [bench.evaluator.operation(bench.state, "bitcast", I64, [bench.y])[0]])
    bench.run("next_word", other)  # it may be the same place
    bench.run("next_word", place)
    assert bench.operations().count("load") == 3
    assert one.type is I64


def test_words_of_the_frame_are_values() -> None:
    bench = Bench()
    bench.run("next_word", bench.base)
    bench.run("next_word", bench.base)
    assert bench.operations() == ["load", "add", "add"]
    assert bench.state.words[8].is_dirty
    bench.evaluator.flush(bench.state, bench.state.words)
    assert bench.operations()[-1] == "store" and not bench.state.words[8].is_dirty


def test_an_exit_puts_back_what_a_call_was_shown() -> None:
    bench = Bench()
    s, e = bench.state, bench.evaluator
    s.set_word(0, bench.x)
    e.flush(s, s.words)
    s.begin_instruction()
    s.set_word(0, bench.y)
    e.flush(s, s.words)
    assert s.words_before()[0] == (bench.x, True) and not s.has_written
    s.set_word(8, bench.y)
    e.flush(s, s.words)
    assert s.has_written  # what lay there is lost


def test_a_call_after_a_write_is_refused() -> None:
    bench = Bench()
    (place,) = bench.evaluator.operation(bench.state, "bitcast", PTR, [bench.evaluator.operation(bench.state, "bitcast", I64, [bench.x])[0]])
    with pytest.raises(Unsupported, match="JT101"):
        bench.run("writes_then_calls", place, bench.y)


