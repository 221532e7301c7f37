"""Pyta's own forms of core instructions: frames, cells, calls, generators (docs/pyta/instruction-set.md)."""

from __future__ import annotations

from corevm.isa.define import (
    Base,
    Const,
    Frame,
    Index,
    InstructionDefinition,
    OutIndex,
    Pc,
    Reg,
    ValueOrFrame,
    Window,
    Word,
    instruction,
)
from corevm.isa.op.control import enter_simple, is_simple_call, ret_to, special_return
from corevm.kernel.array import Array_, array_new, no_value
from corevm.kernel.call import call_ready, enter_call, is_ready
from corevm.kernel.code import LANGUAGE_FLAGS_SHIFT, BoundMethod, Cell, Code, Function, NativeFunction
from corevm.kernel.frame import (
    CODE,
    EXIT,
    EXIT_WORD,
    EXTRA,
    FRAME_WORDS,
    FUNCTION,
    SPECIAL,
    WINDOW_CALLEE,
    caller_of,
    code_of,
    link_destination,
    link_kind,
    link_of,
    link_pc,
    make_link,
)
from corevm.kernel.generator import (
    RESUMED_BY_CONSUMER,
    RESUMED_BY_DELEGATION,
    RESUMED_BY_KERNEL,
    RESUMED_BY_LOOP,
    Generator,
    enter_delegator,
    generator_delegate,
    generator_finish,
    generator_new,
    suspend_remembered,
)
from corevm.kernel.map import Map
from corevm.kernel.memory import is_remembered
from corevm.kernel.object import is_kind, is_of_kind
from corevm.kernel.table import ABSENT, UNSURE
from corevm.kernel.thread import SCRATCH_HANDLED, SCRATCH_RESULT, set_exception, thread
from corevm.kernel.unwind import unwind as unwind_frames
from corevm.kernel.value import DELETED, NONE, UNDEFINED, is_word
from corevm.kernel.weak import register_finalizer
from corevm.micro.surface import Ptr, Value, cast, fn, i32, i64, inline, likely, new, u64
from pyta.object.code_flag import FLAG_CLEANS_UP
from pyta.object.exception import stop_iteration, type_error, unbound_local_error, undefined_name
from pyta.object.type import Type, class_of, namespace_set
from pyta.op.enter import (
    CALL,
    CALL_KNOWN,
    are_in_order,
    become,
    call_bound_ready,
    enter_bound,
    enter_bound_default,
    enter_class,
    enter_default,
    intrinsic_native,
    intrinsic_type,
    is_bound_call,
    is_bound_default_call,
    is_bound_ready,
    is_default_call,
    is_intrinsic,
    is_simple_class,
)
from pyta.protocol.call import call_native_class, is_native_class, is_small_range, small_range
from pyta.protocol.consume import (
    add_item,
    append_item,
    consume,
    consume_delegate,
    enter_with_generator,
    folds_at_hand,
    has_room_for_item,
    is_consumed,
    is_given_generator,
    leave_consumed,
    place_in_set,
    suspend,
)
from pyta.protocol.iterate import is_quiet


# --- locals and cells
@instruction(raises=True, rules="x:maybe,bound key:string")
def check_bound(x: Reg, key: Const) -> None:
    """UnboundLocalError if x is undefined."""
    if is_word(x, UNDEFINED):
        unbound(key)


@fn(raises=True, cold=True)
def unbound(key: Value) -> None:
    raise unbound_local_error("cannot access local variable '%S' where it is not associated with a value", key)


@instruction(raises=True, rules="cell:cell")
def cell_get(cell: Reg, pc: Pc, base: Base) -> Value:
    """a = the content of the cell; undefined: UnboundLocalError."""
    content = cast(Cell, cell).content
    if is_word(content, UNDEFINED):
        unbound_cell(pc, base)
    return content


@fn(raises=True, cold=True)
def unbound_cell(pc: Ptr[u64], base: Ptr[Value]) -> None:
    register = i64(pc[0] >> 32 & 0xFFFF)
    names = cast(Array_, code_of(base).local_names)
    unbound(names.items[register] if register < names.length else NONE)


@inline
def closure_at(base: Ptr[Value], index: i64) -> Cell:
    closure = cast(Function, base[FUNCTION]).closure
    return cast(Cell, closure.items[index])


@instruction(raises=True, rules="index:free")
def load_cell(index: Index, base: Base) -> Value:
    """a = the content of the closure's cell; undefined: NameError."""
    content = closure_at(base, index).content
    if is_word(content, UNDEFINED):
        unbound_free(index, base)
    return content


@fn(raises=True, cold=True)
def unbound_free(index: i64, base: Ptr[Value]) -> None:
    key = cast(Array_, code_of(base).free_names).items[index]
    raise undefined_name("cannot access free variable '%S' where it is not associated with a value in enclosing scope", key)


@instruction(rules="index:free x:maybe")
def store_cell(index: Index, x: Reg, base: Base) -> None:
    """The content of the closure's cell = x."""
    closure_at(base, index).content = x


@instruction(rules="index:free gives=cell")
def closure_cell(index: Index, base: Base) -> Value:
    """a = the closure's cell itself."""
    return closure_at(base, index)


@instruction(raises=True, rules="gives=cell")
def empty_cell() -> Value:
    """a = a new cell that holds undefined."""
    return new(Cell, content=cast(Value, u64(UNDEFINED)))


# --- functions
@instruction(raises=True, rules="code:code window:parts=flags;tuple;map;value;cells(code)")
def make_function(code: Const, window: Window, flags: Word, base: Base) -> Value:
    """a = a function of code and this function's globals; flags say what lies in the window."""
    return new_function(code, window, flags, base)


@fn(raises=True)
def new_function(code: Value, window: Ptr[Value], flags: i64, base: Ptr[Value]) -> Value:
    outer = cast(Function, base[FUNCTION])
    c = cast(Code, code)
    made = new(
        Function, code=c, global_space=outer.global_space, name=c.name, qualified_name=c.qualified_name, module=outer.module,
        doc=c.doc,
    )  # fmt: skip
    at: i64 = 0
    if flags & 1 != 0:
        made.defaults = cast(Array_, window[at])
        at += 1
    if flags & 2 != 0:
        made.keyword_defaults = window[at]
        at += 1
    if flags & 4 != 0:
        made.annotations = window[at]
        at += 1
    if flags & 8 != 0:
        count = cast(Array_, c.free_names).length
        cells = array_new(count)
        for i in range(count):
            cells.items[i] = window[at + i]
        made.closure = cells
    return made


# --- calls
@instruction(raises=True, rules="window:callee,args=argc,lost")
def call(destination: OutIndex, window: Window, argc: Index, pc: Pc, base: Base) -> ValueOrFrame:
    """a = the callee of the window, called with argc positional arguments."""
    callee = window[WINDOW_CALLEE]
    if likely(is_of_kind(callee, "function")):
        code = cast(Function, callee).code
        if likely(is_simple_call(code, window, argc)):
            return enter_simple(code, window, make_link(pc + 1, destination), base)
        if is_default_call(cast(Function, callee), window, argc):
            return enter_default(cast(Function, callee), window, argc, make_link(pc + 1, destination), base)
    elif is_of_kind(callee, "pyta.type"):
        if likely(is_simple_class(callee, window, argc)):
            return enter_class(cast(Type, callee), window, argc, make_link(pc + 1, destination), base)
        if is_small_range(callee, window, argc):
            return small_range(window, argc), None, None
        if is_given_generator(window, argc):
            return enter_with_generator(callee, window, make_link(pc + 1, destination), base)
        known = intrinsic_type(callee, window, argc)
        if not is_word(known, UNDEFINED):
            return known, None, None
        if is_native_class(callee, argc):
            return call_native_class(cast(Type, callee), window, argc), None, None
    elif is_of_kind(callee, "bound_method"):
        if is_bound_call(callee, window, argc):
            return enter_bound(cast(BoundMethod, callee), window, make_link(pc + 1, destination), base)
        if is_bound_ready(callee, argc):
            return call_bound_ready(cast(BoundMethod, callee), window, argc), None, None
        if is_bound_default_call(callee, window, argc):
            return enter_bound_default(cast(BoundMethod, callee), window, argc, make_link(pc + 1, destination), base)
    elif is_of_kind(callee, "native_function"):
        if is_intrinsic(cast(NativeFunction, callee)):
            become(pc, CALL_KNOWN)
        if is_given_generator(window, argc):
            return enter_with_generator(callee, window, make_link(pc + 1, destination), base)
        if is_ready(callee, argc):
            return call_ready(callee, window, argc), None, None
    return enter_call(window, argc, no_value(), make_link(pc + 1, destination), base)


@instruction(raises=True, rules="internal")
def call_known(destination: OutIndex, window: Window, argc: Index, pc: Pc, base: Base) -> ValueOrFrame:
    """As call, which becomes this where it calls a native function that can be done here without a call."""
    callee = window[WINDOW_CALLEE]
    if likely(is_of_kind(callee, "native_function")):
        known = intrinsic_native(cast(NativeFunction, callee), window, argc)
        if not is_word(known, UNDEFINED):
            return known, None, None
        if is_ready(callee, argc) and not is_given_generator(window, argc):
            return call_ready(callee, window, argc), None, None
    elif is_kind(callee, "function"):
        become(pc, CALL)
    return enter_value(callee, window, argc, make_link(pc + 1, destination), base)


@fn(raises=True)
def enter_value(
    callee: Value, window: Ptr[Value], argc: i64, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    if is_given_generator(window, argc):
        return enter_with_generator(callee, window, link, base)
    return enter_call(window, argc, no_value(), link, base)


@instruction(raises=True, rules="window:callee,args=argc,lost names:names=argc")
def call_keywords(destination: OutIndex, window: Window, argc: Index, names: Word, pc: Pc, base: Base) -> ValueOrFrame:
    """As call; the last arguments are keywords named by the constant tuple."""
    given = cast(Code, base[CODE]).constants[names]
    callee = window[WINDOW_CALLEE]
    if likely(is_kind(callee, "function")):
        code = cast(Function, callee).code
        if likely(is_simple_call(code, window, argc) and are_in_order(code, given, argc)):
            return enter_simple(code, window, make_link(pc + 2, destination), base)
        if is_default_call(cast(Function, callee), window, argc) and are_in_order(code, given, argc):
            return enter_default(cast(Function, callee), window, argc, make_link(pc + 2, destination), base)
    return enter_call(window, argc, given, make_link(pc + 2, destination), base)


# --- generators
@instruction(raises=True, rules="starts")
def generator_start(destination: OutIndex, pc: Pc, base: Base) -> Frame:
    """Return a new generator that goes on after this."""
    base[EXTRA] = no_value()  # if the next line fails, the unwinder must not take what lies there for a generator
    made = generator_new(pc + 1, base)
    if code_of(base).flags & u64(FLAG_CLEANS_UP << LANGUAGE_FLAGS_SHIFT) != 0:
        register_finalizer(cast(Generator, made), no_value())
    cast(Generator, made).sent_register = i32(destination)
    link = link_of(base)
    if likely(link & SPECIAL == 0):
        return ret_to(link, caller_of(base), made)
    return special_return(made, base)


@instruction(raises=True, rules="generator delegate:register")
def yield_(destination: OutIndex, value: Reg, delegate: Index, pc: Pc, base: Base) -> Frame:
    """Suspend with the value; resumed: a = what was sent. The generator's handled exceptions go with it.

    `delegate`: the register of what is delegated to, plus 1; else 0.
    """
    g = cast(Generator, base[EXTRA])
    link = link_of(base)
    if likely(delegate == 0 and is_remembered(g) and is_quiet(g)):
        if likely(link & SPECIAL == 0):
            suspend_remembered(g, pc + 1, base, destination)
            return ret_to(link, caller_of(base), value)
        if is_consumed(link):
            if has_room_for_item(g):
                append_item(g, value)
                base[destination] = NONE
                return pc + 1, base
            place, slot, word = place_in_set(g, value)
            if place > UNSURE:
                if place == ABSENT:
                    add_item(g, value, slot, word)
                base[destination] = NONE
                return pc + 1, base
            if folds_at_hand(g, value):
                base[destination] = NONE
                return pc + 1, base
            return consume(g, value, destination, pc, base)
        elif link_kind(link) == EXIT:
            suspend_remembered(g, pc + 1, base, destination)
            thread().scratch[SCRATCH_RESULT] = cast(u64, value)
            return EXIT_WORD, base
    return yield_slowly(g, value, delegate, destination, pc, base)


@fn(raises=True)
def yield_slowly(
    g: Generator, value: Value, delegate: i64, destination: i64, pc: Ptr[u64], base: Ptr[Value]
) -> tuple[Ptr[u64], Ptr[Value]]:
    link = link_of(base)
    if is_consumed(link) and (delegate == 0 or not is_kind(base[delegate - 1], "generator")):
        return consume(g, value, destination, pc, base)
    suspend(g, pc, base, destination)
    if delegate != 0:
        delegate_to(g, base, delegate - 1)
    if is_consumed(link):
        return consume_delegate(g, value, base)
    if likely(link & SPECIAL == 0):
        return ret_to(link, caller_of(base), value)
    return special_return(value, base)


@fn
def delegate_to(g: Generator, base: Ptr[Value], register: i64) -> None:
    """Let a generator that yields from another leave it to that, unless it does so while it handles an exception."""
    if is_kind(base[register], "generator") and g.handled == no_value():
        generator_delegate(g, cast(Generator, base[register]))


@instruction(raises=True, rules="ends generator")
def generator_return(value: Reg, base: Base) -> Frame:
    """Finish the generator: the loop ends, or StopIteration(value) for its resumer."""
    return finish_generator(value, base)


@fn(raises=True)
def finish_generator(value: Value, base: Ptr[Value]) -> tuple[Ptr[u64], Ptr[Value]]:
    generator = generator_finish(base)
    if generator.levels > 0:
        return enter_delegator(base, value, False)
    link = link_of(base)
    caller = caller_of(base)
    if generator.resumed_by == RESUMED_BY_LOOP:
        return link_pc(link) - 1, caller
    if generator.resumed_by == RESUMED_BY_DELEGATION:
        caller[link_destination(link)] = value
        return link_pc(link) - 1, caller
    if generator.resumed_by >= RESUMED_BY_CONSUMER:
        return leave_consumed(generator, cast(Value, u64(DELETED)), link, caller)
    if generator.resumed_by == RESUMED_BY_KERNEL:
        return special_return(cast(Value, u64(DELETED)), base)
    set_exception(stop_iteration(value))
    if link & SPECIAL != 0:
        thread().scratch[SCRATCH_RESULT] = 0
        return EXIT_WORD, base
    return unwind_frames(link_pc(link) - 1, caller)


__all__ = ["EXTRA", "FRAME_WORDS", "InstructionDefinition", "Map", "SCRATCH_HANDLED", "WINDOW_CALLEE", "class_of",
           "is_kind", "namespace_set", "no_value", "type_error"]  # fmt: skip
