"""Core instructions: constants, moves, jumps, calls, returns, generators.

INV-OP-1  `exit` is opcode 0 and `unwind` opcode 1 of every instruction set.
"""

from __future__ import annotations

from corevm.isa.define import (
    Base,
    Branch,
    Const,
    Exit,
    Frame,
    Imm,
    Index,
    OutIndex,
    Pc,
    Reg,
    Target,
    ValueOrFrame,
    Window,
    Word,
    instruction,
)
from corevm.kernel.array import Array_, array_of_words, no_value
from corevm.kernel.call import call_ready, enter_call, is_ready
from corevm.kernel.code import Cell, Code, Function
from corevm.kernel.error import RUNTIME, TYPE, error, error_about
from corevm.kernel.frame import (
    ATTEMPT,
    CALLER,
    CODE,
    EXIT,
    EXIT_WORD,
    EXTRA,
    FRAME_WORDS,
    FUNCTION,
    INITIALISE,
    LINK,
    LINK_MASK,
    PC_BITS,
    PC_MASK,
    SPECIAL,
    WINDOW_CALLEE,
    caller_of,
    link_destination,
    link_kind,
    link_of,
    link_pc,
    make_link,
)
from corevm.kernel.generator import (
    RESUMED_BY_LOOP,
    generator_finish,
    generator_new,
    generator_suspend,
)
from corevm.kernel.hook import HOOK_STOP_ITERATION
from corevm.kernel.load import need_body
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend_slowly
from corevm.kernel.thread import SCRATCH_RESULT, SCRATCH_TRIED, runtime, thread
from corevm.kernel.unwind import unwind as unwind_frames
from corevm.kernel.value import FALSE, NONE, NOT_IMPLEMENTED, TRUE, UNDEFINED, is_word, tag_fixnum
from corevm.micro.surface import Ptr, RaisingFn, Value, cast, fn, i64, inline, likely, new, u64


@instruction(rules="internal")
def exit() -> Exit:
    """Leave the interpreter. The result is in the thread."""


@instruction(rules="internal")
def unwind(pc: Pc, base: Base) -> Frame:
    """Where failing instructions go: find the catch site of the pending exception."""
    return unwind_frames(pc, base)


@instruction(raises=True, rules="internal")
def load(base: Base) -> Frame:
    """The entry of code that has not been read yet: read it, and begin."""
    return enter_unread(base)


@fn(raises=True)
def enter_unread(base: Ptr[Value]) -> tuple[Ptr[u64], Ptr[Value]]:
    code = cast(Code, base[CODE])
    need_body(code)
    return code.entry, base


# --- constants and moves
@instruction(rules="gives=value")
def const(value: Const) -> Value:
    """a = constant."""
    return value


@instruction(rules="constant:constant gives=constant")
def const_wide(constant: Word, base: Base) -> Value:
    """a = constant number `constant`: of functions with more constants than an operand can name."""
    return cast(Code, base[CODE]).constants[constant]


@instruction
def imm(number: Imm) -> Value:
    """a = a small integer."""
    return tag_fixnum(number)


@instruction(rules="value:maybe gives=value")
def move(value: Reg) -> Value:
    """a = b."""
    return value


@instruction
def none() -> Value:
    """a = none."""
    return NONE


@instruction
def true() -> Value:
    """a = true."""
    return TRUE


@instruction
def false() -> Value:
    """a = false."""
    return FALSE


@instruction(rules="gives=undefined")
def undefined() -> Value:
    """a = undefined: an unbound local."""
    return UNDEFINED


# --- jumps
@instruction(rules="ends")
def jump(target: Target) -> Branch:
    """Go to the target."""
    return True


@instruction
def jump_if_none(value: Reg, target: Target) -> Branch:
    """Go to the target if the value is none."""
    return is_word(value, NONE)


@instruction
def jump_if_not_none(value: Reg, target: Target) -> Branch:
    """Go to the target unless the value is none."""
    return not is_word(value, NONE)


@instruction(rules="value:maybe,bound")
def jump_if_undefined(value: Reg, target: Target) -> Branch:
    """Go to the target if the value is undefined."""
    return is_word(value, UNDEFINED)


@instruction(rules="value:maybe,taken")
def jump_if_defined(value: Reg, target: Target) -> Branch:
    """Go to the target unless the value is undefined."""
    return not is_word(value, UNDEFINED)


@instruction
def jump_if_true(value: Reg, target: Target) -> Branch:
    """Go to the target if the value is exactly true (of a comparison known to give a bool)."""
    return is_word(value, TRUE)


@instruction
def jump_if_false(value: Reg, target: Target) -> Branch:
    """Go to the target if the value is exactly false."""
    return is_word(value, FALSE)


@instruction(rules="value:dead")
def branch_if_true(value: Reg, target: Target) -> Branch:
    """As jump_if_true, for a comparison whose result nothing else needs: its register is undefined afterwards."""
    return is_word(value, TRUE)


@instruction(rules="value:dead")
def branch_if_false(value: Reg, target: Target) -> Branch:
    """As jump_if_false, for a comparison whose result nothing else needs: its register is undefined afterwards."""
    return is_word(value, FALSE)


@instruction(raises=True, rules="ends spends")
def loop(target: Target) -> Branch:
    """A back edge: spends a reduction, then goes to the target."""
    spend_one()
    return True


@instruction(raises=True, rules="value:dead spends")
def loop_if_true(value: Reg, target: Target) -> Branch:
    """A back edge taken if the value is true, as by branch_if_true; taken, it spends a reduction."""
    if is_word(value, TRUE):
        spend_one()
        return True
    return False


@instruction(raises=True, rules="value:dead spends")
def loop_if_false(value: Reg, target: Target) -> Branch:
    """A back edge taken if the value is false, as by branch_if_false; taken, it spends a reduction."""
    if is_word(value, FALSE):
        spend_one()
        return True
    return False


@instruction(raises=True, rules="spends")
def loop_if_none(value: Reg, target: Target) -> Branch:
    """A back edge taken if the value is none; taken, it spends a reduction."""
    if is_word(value, NONE):
        spend_one()
        return True
    return False


@instruction(raises=True, rules="spends")
def loop_if_not_none(value: Reg, target: Target) -> Branch:
    """A back edge taken unless the value is none; taken, it spends a reduction."""
    if is_word(value, NONE):
        return False
    spend_one()
    return True


@inline(raises=True)
def spend_one() -> None:
    """Spend a reduction; a safepoint is out of line, before any write."""
    t = thread()
    if likely(t.reductions > 0):
        t.reductions -= 1
    else:
        spend_slowly(1)


JUMPS_ON_RESULT = (jump_if_true, jump_if_false)  # to fuse with comparisons, keeping the result
BRANCHES_ON_RESULT = (branch_if_true, branch_if_false, loop_if_true, loop_if_false)  # to fuse without


# --- calls
@inline
def is_function(v: Value) -> bool:
    return is_kind(v, "function")


@inline
def is_simple_call(code: Code, window: Ptr[Value], argc: i64) -> bool:
    """Whether a positional call of a function of this code needs no binding, and there is time and room for it."""
    return code.simple_argc == argc and has_room(code, window)


@inline
def has_room(code: Code, window: Ptr[Value]) -> bool:
    """Whether there is time and room for a frame of this code."""
    t = thread()
    return t.reductions > 0 and window + (FRAME_WORDS + code.register_count) <= t.stack_limit


@inline
def enter_simple(code: Code, window: Ptr[Value], link: u64, caller: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """The result of an instruction that makes a simple call; window[WINDOW_CALLEE] is the function."""
    thread().reductions -= 1
    base = window + FRAME_WORDS
    base[CODE] = code
    base[CALLER] = cast(Value, cast(u64, caller))
    base[LINK] = cast(Value, link)
    return no_value(), code.entry, base


@instruction(raises=True, rules="window:callee,args=argc,lost")
def call(destination: OutIndex, window: Window, argc: Index, pc: Pc, base: Base) -> ValueOrFrame:
    """a = the callee of the window, called with argc positional arguments."""
    callee = window[WINDOW_CALLEE]
    if likely(is_function(callee)):
        code = cast(Function, callee).code
        if likely(is_simple_call(code, window, argc)):
            return enter_simple(code, window, make_link(pc + 1, destination), base)
    if is_ready(callee, argc):
        return call_ready(callee, window, argc), None, None
    return enter_call(window, argc, no_value(), make_link(pc + 1, destination), base)


@instruction(raises=True, rules="window:callee,args=argc,lost names:names=argc")
def call_keywords(
    destination: OutIndex, window: Window, argc: Index, names: Word, pc: Pc, base: Base
) -> ValueOrFrame:
    """a = the callee called with argc arguments, the last of them keywords named by constant number `names`."""
    code = cast(Code, base[CODE])
    return enter_call(window, argc, code.constants[names], make_link(pc + 2, destination), base)


@inline
def ret_to(link: u64, caller: Ptr[Value], value: Value) -> tuple[Ptr[u64], Ptr[Value]]:
    caller[i64(link >> PC_BITS)] = value
    return cast(Ptr[u64], link & PC_MASK), caller


@instruction(raises=True, rules="ends plain")
def ret(value: Reg, base: Base) -> Frame:
    """Return the value to the caller."""
    link = link_of(base)
    if likely(link & SPECIAL == 0):
        return ret_to(link, caller_of(base), value)
    if link_kind(link) == ATTEMPT and not is_word(value, NOT_IMPLEMENTED):
        return ret_to(link & LINK_MASK, caller_of(base), value)
    return special_return(value, base)


@instruction(raises=True, rules="ends plain")
def ret_none(base: Base) -> Frame:
    """Return none to the caller."""
    link = link_of(base)
    if likely(link & SPECIAL == 0):
        return ret_to(link, caller_of(base), NONE)
    if link_kind(link) == INITIALISE:
        return ret_to(link & LINK_MASK, caller_of(base), base[EXTRA])
    return special_return(cast(Value, u64(NONE)), base)


@fn(raises=True)
def special_return(value: Value, base: Ptr[Value]) -> tuple[Ptr[u64], Ptr[Value]]:
    """Return through a special link."""
    link = link_of(base)
    kind = link_kind(link)
    if kind == EXIT:
        thread().scratch[SCRATCH_RESULT] = cast(u64, value)
        return EXIT_WORD, base
    if kind == INITIALISE:
        if not is_word(value, NONE):
            raise error_about(TYPE, "__init__() should return None", value)
        caller = caller_of(base)
        caller[link_destination(link)] = base[EXTRA]
        return link_pc(link), caller
    if kind == ATTEMPT:
        caller = caller_of(base)
        if is_word(value, NOT_IMPLEMENTED):
            thread().scratch[SCRATCH_TRIED] = cast(u64, base[EXTRA])
            return link_pc(link) - 1, caller
        caller[link_destination(link)] = value
        return link_pc(link), caller
    raise error(RUNTIME, "a frame's link is damaged")


# --- cells, closures
@instruction(raises=True, rules="content:maybe gives=cell")
def new_cell(content: Reg) -> Value:
    """a = a new cell holding the value."""
    return new(Cell, content=content)


@inline
def closure_cell(base: Ptr[Value], index: i64) -> Cell:
    closure = cast(Function, base[FUNCTION]).closure
    return cast(Cell, closure.items[index])


@instruction(rules="index:free gives=maybe")
def load_cell(index: Index, base: Base) -> Value:
    """a = content of a cell of the closure (undefined if it is empty)."""
    return closure_cell(base, index).content


@instruction(rules="value:maybe index:free")
def store_cell(value: Reg, index: Index, base: Base) -> None:
    """Content of a cell of the closure = a."""
    closure_cell(base, index).content = value


@instruction(rules="index:free gives=cell")
def closure_get(index: Index, base: Base) -> Value:
    """a = a cell of the closure itself (to hand on to an inner closure)."""
    return closure_cell(base, index)


@instruction(rules="cell:cell gives=maybe")
def cell_get(cell: Reg) -> Value:
    """a = content of the cell in b."""
    return cast(Cell, cell).content


@instruction(rules="cell:cell value:maybe")
def cell_set(cell: Reg, value: Reg) -> None:
    """Content of the cell in a = b."""
    cast(Cell, cell).content = value


@instruction(raises=True, rules="code:code cells:cells=free(code)")
def closure(code: Const, cells: Window, base: Base) -> Value:
    """a = a function of the code, with this function's globals and the cells from register c on."""
    return function_with_cells(code, cells, base)


@fn(raises=True)
def function_with_cells(code: Value, cells: Ptr[Value], base: Ptr[Value]) -> Value:
    c = cast(Code, code)
    globals = cast(Function, base[FUNCTION]).global_space
    made = new(Function, code=c, global_space=globals, name=c.name, qualified_name=c.qualified_name, doc=c.doc)
    count = cast(Array_, c.free_names).length
    if count > 0:
        made.closure = array_of_words(cells, count)
    return made


# --- generators
@instruction(raises=True, rules="starts")
def generator_start(pc: Pc, base: Base) -> Frame:
    """Return a generator that goes on after this instruction."""
    base[EXTRA] = no_value()  # if the next line fails, the unwinder must not take what lies there for a generator
    made = generator_new(pc + 1, base)
    link = link_of(base)
    if likely(link & SPECIAL == 0):
        return ret_to(link, caller_of(base), made)
    return special_return(made, base)


@instruction(raises=True, rules="generator")
def yield_(destination: OutIndex, value: Reg, pc: Pc, base: Base) -> Frame:
    """Give the value to whoever resumed the generator; when resumed again, a = what was sent."""
    generator_suspend(pc + 1, base, destination)
    link = link_of(base)
    if likely(link & SPECIAL == 0):
        return ret_to(link, caller_of(base), value)
    return special_return(value, base)


@instruction(raises=True, rules="ends generator")
def generator_return(value: Reg, base: Base) -> Frame:
    """The generator ends with the value."""
    generator = generator_finish(base)
    link = link_of(base)
    caller = caller_of(base)
    if generator.resumed_by == RESUMED_BY_LOOP:
        return link_pc(link) - 1, caller
    hooks = runtime().hooks
    stop = value
    if hooks is not None and hooks[HOOK_STOP_ITERATION] != 0:
        stop = cast(RaisingFn[[Value], Value], hooks[HOOK_STOP_ITERATION])(value)
    thread().exception = stop
    if link & SPECIAL != 0:
        thread().scratch[SCRATCH_RESULT] = 0
        return EXIT_WORD, base
    return unwind_frames(link_pc(link) - 1, caller)

