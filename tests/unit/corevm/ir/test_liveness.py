"""What is live as a block begins."""

from __future__ import annotations

from corevm.ir.analysis.liveness import live_values
from corevm.ir.parse import parse_module

LOOP = """\
module "m"
func @f(i64 a, i64 b) -> (i64) {
entry(%0: i64, %1: i64):
  %2 = const.i64 1
  %3 = add.i64 %0, %2
  jump head(%2)
head(%4: i64):
  %5 = slt.i64 %4, %3
  branch %5, body, done
body:
  %6 = add.i64 %4, %2
  jump head(%6)
done:
  return %4
}
"""


def test_live_values() -> None:
    function = parse_module(LOOP).functions["f"]
    one, bound = (i.results[0] for i in function.blocks[0].instrs[:2])
    turn = function.blocks[1].params[0]
    assert live_values(function) == [[], [one, bound], [one, bound, turn], [turn]]
