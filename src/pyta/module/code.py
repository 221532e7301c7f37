"""Builtins that work on code and on the frame that calls them: exec, eval, compile, globals, locals, vars(), dir(); frames as objects.

A native function has no frame of its own: the frame that called it is the thread's current one.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import LANGUAGE_FLAGS_SHIFT, Cell, Code, Function
from corevm.kernel.frame import (
    EXIT,
    EXTRA,
    FUNCTION,
    SPECIAL,
    caller_of,
    code_of,
    delegating_levels,
    link_kind,
    link_of,
    link_pc,
)
from corevm.kernel.generator import GENERATOR_CREATED, GENERATOR_DONE, GENERATOR_RUNNING, Generator
from corevm.kernel.map import Map, map_new
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at, string_from_static, substring
from corevm.kernel.string_build import new_builder
from corevm.kernel.thread import thread
from corevm.kernel.value import DEFAULT, NONE, UNDEFINED, is_word, tag_fixnum
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, new, stack_array, static
from pyta.object.build import hex_address
from pyta.object.code_flag import FLAG_INSPECTS_LOCALS, FLAG_MODULE, FLAG_NAMESPACE
from pyta.object.declare import declare_type, function, getter, method
from pyta.object.exception import runtime_error, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.traceback import Traceback, line_of
from pyta.object.type import is_deleted, namespace_get, namespace_set
from pyta.object.world import name, world
from pyta.protocol.argument import as_size, bind_parameters
from pyta.protocol.attribute import call1, get_attribute, special
from pyta.protocol.importing import import_absolute
from pyta.protocol.text import py_repr

ONLY_TREE = 0x400  # ast.PyCF_ONLY_AST


@heap(kind="pyta.frame")
class Frame(Object):
    """What a frame was when it was asked for."""

    function: Value
    code: Code
    back: Value
    variables: Value  # dict, or 0: those of a function that does not look at them
    line: i64
    offset: i64


declare_type("frame", kind="pyta.frame", is_hidden=True, is_final=True)


@fn
def unit_flags(code: Code) -> i64:
    return cast(i64, code.flags >> LANGUAGE_FLAGS_SHIFT)


@fn(raises=True)
def calling_frame() -> Ptr[Value]:
    base = thread().base
    if base is None:
        raise runtime_error("no current frame")
    return base


@fn
def globals_at(base: Ptr[Value]) -> Value:
    return cast(Function, base[FUNCTION]).global_space


@function("builtins", "globals")
def py_globals() -> Value:
    return globals_at(calling_frame())


@function("builtins", "locals")
def py_locals() -> Value:
    return locals_at(calling_frame())


@fn(raises=True)
def locals_at(base: Ptr[Value]) -> Value:
    """The namespace of a module or class body, or a new dict of a function's variables."""
    code = code_of(base)
    flags = unit_flags(code)
    if flags & FLAG_NAMESPACE != 0:
        return base[0]
    if flags & FLAG_MODULE != 0:
        return globals_at(base)
    return variables_of(code, base, cast(Function, base[FUNCTION]))


@fn(raises=True)
def variables_of(code: Code, registers: Ptr[Value], function: Function) -> Value:
    """A new dict of a function's variables."""
    made = map_new()
    names = cast(Array_, code.local_names)
    count = names.length
    if unit_flags(code) & FLAG_INSPECTS_LOCALS == 0:  # only the parameters' registers are sure to hold something
        count = (
            code.parameter_count + code.keyword_only_count + cast(i64, code.flags & 1) + cast(i64, code.flags >> 1 & 1)
        )
    for i in range(count):
        add_variable(made, names.items[i], registers[i])
    free = cast(Array_, code.free_names)
    for i in range(free.length):
        add_variable(made, free.items[i], function.closure.items[i])
    return made


@fn(raises=True)
def add_variable(target: Map, key: Value, held: Value) -> None:
    if code_at(cast(String, key), 0) == 0x2E:
        return
    if held == no_value():
        return
    if is_kind(held, "cell"):
        held = cast(Cell, held).content
    if not is_word(held, UNDEFINED):
        namespace_set(target, key, held)


# --- compile, exec, eval


@fn(raises=True)
def compile_text(source: Value, file: Value, mode: Value, flags: i64, optimize: i64) -> Value:
    """The code of source text, which takes its namespace as its argument. Raises: SyntaxError."""
    arguments = stack_array(Value, 5)
    arguments[0], arguments[1], arguments[2] = source, file, mode
    arguments[3], arguments[4] = tag_fixnum(flags), tag_fixnum(optimize)
    return call_value(world().compile_hook, arguments, 5, no_value())


@fn
def source_text(v: Value) -> Value:
    """A str or bytes that may be compiled, or 0."""
    found = payload_or_none(v, "str")
    if found == no_value():
        found = payload_or_none(v, "bytes")
    return found


@function("builtins", "compile", variadic=True, keywords=True)
def py_compile(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)."""
    taken = stack_array(Value, 7)
    bind_parameters(
        arguments, argc, names, taken,
        ("source", "filename", "mode", "flags", "dont_inherit", "optimize", "_feature_version"), "compile", 3,
    )  # fmt: skip
    source = source_text(taken[0])
    is_tree = source == no_value() and is_kind(taken[0], "object") and special(taken[0], "_fields") != no_value()
    if source == no_value() and not is_tree:
        raise type_error("compile() arg 1 must be a string, bytes or AST object")
    file = payload_or_none(taken[1], "str")
    if file == no_value():
        raise type_error("expected str, bytes or os.PathLike object, not %T", taken[1])
    mode = payload_or_none(taken[2], "str")
    if mode == no_value():
        raise type_error("compile() argument 'mode' must be str, not %T", taken[2])
    flags: i64 = 0
    if not is_word(taken[3], DEFAULT):
        flags = as_size(taken[3])
    if flags & ONLY_TREE != 0:
        parts = stack_array(Value, 4)
        parts[0] = taken[0] if is_tree else source
        parts[1], parts[2], parts[3] = file, mode, tag_fixnum(flags)
        return call_value(get_attribute(import_absolute(name("_ast")), name("_parse")), parts, 4, no_value())
    if is_tree:
        source = call1(get_attribute(import_absolute(name("_ast")), name("_plain")), taken[0])
    optimize: i64 = -1
    if not is_word(taken[5], DEFAULT):
        optimize = as_size(taken[5])
    return compile_text(source, file, mode, flags, optimize)


@fn(raises=True)
def run_code(code: Value, space: Value, variables: Value) -> Value:
    """Run code with these globals and locals."""
    c = cast(Code, code)
    if cast(Array_, c.free_names).length > 0:
        raise type_error("code object passed to exec() may not contain free variables")
    globals_ = cast(Map, payload_or_none(space, "dict"))
    if is_deleted(namespace_get(globals_, name("__builtins__"))):
        namespace_set(globals_, name("__builtins__"), world().builtins_module)
    body = new(Function, code=c, global_space=globals_, name=c.name, qualified_name=c.qualified_name, doc=c.doc)
    arguments = stack_array(Value, 1)
    arguments[0] = variables
    return call_value(body, arguments, 1 if unit_flags(c) & FLAG_NAMESPACE != 0 else 0, no_value())


@fn(raises=True)
def check_namespaces(taken: Ptr[Value], what: static) -> None:
    """The globals and locals given to exec or eval, or those of the caller: taken[1] and taken[2]."""
    space = taken[1]
    variables = taken[2]
    if is_word(space, DEFAULT) or is_word(space, NONE):
        base = calling_frame()
        taken[1] = globals_at(base)
        if is_word(variables, DEFAULT) or is_word(variables, NONE):
            taken[2] = locals_at(base)
    else:
        if payload_or_none(space, "dict") == no_value():
            if what == "eval":
                if special(space, "__getitem__") != no_value():
                    raise type_error("globals must be a real dict; try eval(code, {}, mapping)")
                raise type_error("globals must be a dict")
            raise type_error(f"{what}() globals must be a dict, not %T", space)
        if is_word(variables, DEFAULT) or is_word(variables, NONE):
            taken[2] = payload_or_none(space, "dict")
    if not is_kind(taken[2], "map"):
        if special(taken[2], "__getitem__") == no_value():
            if what == "eval":
                raise type_error("locals must be a mapping")
            raise type_error(f"{what}() locals must be a mapping or None, not %T", taken[2])


@function("builtins", "exec", variadic=True, keywords=True)
def py_exec(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """exec(source, globals=None, locals=None)."""
    taken = stack_array(Value, 4)
    bind_parameters(arguments, argc, names, taken, ("", "globals", "locals", "closure"), "exec", 1)
    check_namespaces(taken, "exec")
    code = taken[0]
    if not is_kind(code, "code"):
        source = source_text(code)
        if source == no_value():
            raise type_error("exec() arg 1 must be a string, bytes or code object")
        code = compile_text(source, string_from_static("<string>"), string_from_static("exec"), inherited_flags(), -1)
    run_code(code, taken[1], taken[2])
    return NONE


@function("builtins", "eval", variadic=True, keywords=True)
def py_eval(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """eval(source, globals=None, locals=None)."""
    taken = stack_array(Value, 3)
    bind_parameters(arguments, argc, names, taken, ("", "globals", "locals"), "eval", 1)
    check_namespaces(taken, "eval")
    code = taken[0]
    if not is_kind(code, "code"):
        source = source_text(code)
        if source == no_value():
            raise type_error("eval() arg 1 must be a string, bytes or code object")
        if is_kind(source, "string"):
            text = cast(String, source)
            start: i64 = 0
            while start < text.count and (code_at(text, start) == 32 or code_at(text, start) == 9):
                start += 1
            source = substring(text, start, text.count)
        code = compile_text(source, string_from_static("<string>"), string_from_static("eval"), inherited_flags(), -1)
    return run_code(code, taken[1], taken[2])


FUTURE_ANNOTATIONS_UNIT, FUTURE_ANNOTATIONS_HOST = 16, 0x1000000


@fn(raises=True)
def inherited_flags() -> i64:
    """The future statements in force where exec or eval was called."""
    return FUTURE_ANNOTATIONS_HOST if unit_flags(code_of(calling_frame())) & FUTURE_ANNOTATIONS_UNIT != 0 else 0


# --- frames as objects


@fn(raises=True)
def frame_object(base: Ptr[Value], offset: i64, has_variables: bool, depth: i64) -> Value:
    """The object of a frame and of those that called it, `depth` at most."""
    code = code_of(base)
    made = new(Frame, function=base[FUNCTION], code=code, back=NONE, line=line_of(code, offset), offset=offset)
    if has_variables or unit_flags(code) & (FLAG_NAMESPACE | FLAG_MODULE) != 0:
        made.variables = locals_at(base)
    last = made
    if delegating_levels(base) > 0:
        running = cast(Generator, base[EXTRA])
        for _ in range(i64(running.levels)):
            if depth == 0:
                return made
            depth -= 1
            running = cast(Generator, running.delegator)
            above = suspended_frame(running)
            last.back = above
            last = above
    caller = caller_of(base)
    if caller is not None and depth > 0:
        last.back = frame_object(caller, caller_offset(base), False, depth - 1)
    return made


@fn(raises=True)
def suspended_frame(g: Generator) -> Frame:
    """The object of the frame of a generator that is not done."""
    offset = g.pc - g.code.entry - 1
    made = new(Frame, function=g.function, code=g.code, back=NONE, line=line_of(g.code, offset), offset=offset)
    if g.state == GENERATOR_CREATED:
        made.line = g.code.first_line
    if g.state != GENERATOR_RUNNING:
        made.variables = variables_of(g.code, g.registers, g.function)
    return made


@fn
def caller_offset(base: Ptr[Value]) -> i64:
    """The word offset of the call in the calling frame, or -1 if native code called."""
    link = link_of(base)
    if link & SPECIAL != 0 and link_kind(link) == EXIT:
        return 0
    return link_pc(link) - code_of(caller_of(base)).entry - 1


FRAME_CHAIN = 200


@function("sys", "_getframe", optional=1)
def sys_getframe(depth: Value) -> Value:
    wanted: i64 = 0
    if not is_word(depth, DEFAULT):
        wanted = as_size(depth)
    base = calling_frame()
    offset = thread().pc - code_of(base).entry
    while wanted > delegating_levels(base):
        wanted -= 1 + delegating_levels(base)
        offset = caller_offset(base)
        base = caller_of(base)
        if base is None:
            raise value_error("call stack is not deep enough")
    made = frame_object(base, offset, wanted == 0, wanted + FRAME_CHAIN)
    for _ in range(wanted):
        made = cast(Frame, made).back
    return made


@getter("traceback", "tb_frame")
def traceback_frame(self: Value) -> Value:
    t = cast(Traceback, self)
    if is_kind(t.frame, "pyta.frame"):
        return t.frame
    made = new(Frame, function=t.frame, code=t.code, back=NONE, line=line_of(t.code, t.offset), offset=t.offset)
    t.frame = made
    return made


@getter("generator", "gi_frame")
def generator_frame(self: Value) -> Value:
    g = cast(Generator, self)
    if g.state == GENERATOR_DONE:
        return NONE
    return suspended_frame(g)


@getter("frame", "f_code")
def frame_code(self: Value) -> Value:
    return cast(Frame, self).code


@getter("frame", "f_globals")
def frame_globals(self: Value) -> Value:
    f = cast(Frame, self).function
    if is_kind(f, "function"):
        return cast(Function, f).global_space
    return map_new()


@getter("frame", "f_builtins")
def frame_builtins(self: Value) -> Value:
    return cast(Value, world().builtins)


@getter("frame", "f_locals")
def frame_locals(self: Value) -> Value:
    f = cast(Frame, self)
    if f.variables == no_value():
        f.variables = map_new()
    return f.variables


@getter("frame", "f_back")
def frame_back(self: Value) -> Value:
    return cast(Frame, self).back


@getter("frame", "f_lineno")
def frame_lineno(self: Value) -> Value:
    return tag_fixnum(cast(Frame, self).line)


@getter("frame", "f_lasti")
def frame_lasti(self: Value) -> Value:
    return tag_fixnum(cast(Frame, self).offset * 2)


@getter("frame", "f_trace")
def frame_trace(self: Value) -> Value:
    return NONE


@method("frame", "clear")
def frame_clear(self: Value) -> Value:
    return NONE


@method("frame", "__repr__")
def frame_repr(self: Value) -> Value:
    f = cast(Frame, self)
    builder = new_builder(64)
    builder.append(string_from_static("<frame at "))
    builder.append(hex_address(self))
    builder.append(string_from_static(", file "))
    builder.append(py_repr(f.code.file))
    builder.append(string_from_static(", line "))
    builder.append(py_repr(tag_fixnum(f.line)))
    builder.append(string_from_static(", code "))
    builder.append(cast(String, f.code.name))
    builder.append(string_from_static(">"))
    return builder.finish()
