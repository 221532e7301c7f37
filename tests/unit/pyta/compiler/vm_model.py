"""A model machine: Pyta's instruction table executed over the host's objects. Simple, slow, meant to be obviously right.

    python vm_model.py program.py      runs a program through the compiler and this machine

What the host lends: objects, their protocols, binding of arguments (each guest function is a host function whose body calls
back into the machine), generator objects, classes. What the machine does itself: control, registers, cells, catch sites, handled
exceptions and `__context__`, generators' suspension, namespaces. It also asserts the table's invariants as it runs.

Modules that a program imports are run by the host.
"""

from __future__ import annotations

import builtins
import operator
import sys
import threading
import types
import warnings
from collections.abc import Callable, Generator
from typing import Any

from corevm.bytecode.model import CodeUnit, Position
from pyta.compiler.compile import compile_source
from pyta.compiler.instruction import (
    CONVERT_AND_FORMAT,
    FILTER_STOP_ITERATION,
    FUNCTION_ANNOTATIONS,
    FUNCTION_CLOSURE,
    FUNCTION_DEFAULTS,
    FUNCTION_KEYWORD_DEFAULTS,
    INSTRUCTIONS,
)
from pyta.object.code_flag import FLAG_CLASS_BODY, FLAG_MODULE, FLAG_NAMESPACE

Value = Any
FRAME_WORDS = 5


class _Undefined:
    def __repr__(self) -> str:
        return "undefined"


class ModelFault(BaseException):
    """The compiler broke an invariant (or this machine did)."""


def must(condition: object, f: Frame, what: str = "") -> None:
    if not condition:
        raise ModelFault(f"{f.where()}: {what}")


UNDEFINED = _Undefined()
GARBAGE = object()  # what a register holds before it is written: reading it is a fault of the compiler


class Frame:
    def __init__(self, unit: CodeUnit, closure: tuple[types.CellType, ...], global_names: dict[str, Value]) -> None:
        self.unit = unit
        self.closure = closure
        self.globals = global_names
        self.registers: list[Value] = [GARBAGE] * unit.register_count
        self.pc = 0

    def read(self, register: int) -> Value:
        value = self.registers[register]
        must(value is not GARBAGE, self, f"register {register} is read before it is written")
        return value

    def where(self) -> str:
        return f"{self.unit.qualified_name} at {self.pc} {self.unit.instructions[self.pc]}"

    def lookup_global(self, name: str) -> Value:
        if name in self.globals:
            return self.globals[name]
        names = self.globals["__builtins__"]
        names = names if isinstance(names, dict) else vars(names)
        if name in names:
            return names[name]
        raise NameError(f"name {name!r} is not defined")


# --- the thread's state
class _Thread(threading.local):
    def __init__(self) -> None:
        self.handled: list[BaseException | None] = [None]  # one entry per generator that is running, the innermost last
        self.frames: list[Frame] = []
        self.leaving: BaseException | None = None  # what a guest function was left with: its context is set
        self.places: list[tuple[str, Position | None]] = []  # function and position of each failure, as it passed
        self.host_exception: BaseException | None = None  # what the host handled when the last exception was pushed


thread = _Thread()


def current_exception() -> BaseException | None:
    return next((e for e in reversed(thread.handled) if e is not None), None)


def set_context(exc: BaseException) -> None:
    context = current_exception()
    if context is None or context is exc:
        return
    link: BaseException | None = context
    while link is not None:  # no circle
        if link.__context__ is exc:
            link.__context__ = None
            break
        link = link.__context__
    exc.__context__ = context


# --- instructions that only compute: name -> function(frame, operands...); Reg operands come as values
COMPUTE: dict[str, Callable[..., Value]] = {}


def op(*names: str) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    def register(function: Callable[..., Value]) -> Callable[..., Value]:
        for name in names:
            COMPUTE[name] = function
        return function

    return register


def _binary(function: Callable[[Value, Value], Value]) -> Callable[..., Value]:
    return lambda f, x, y: function(x, y)


def _unary(function: Callable[[Value], Value]) -> Callable[..., Value]:
    return lambda f, x: function(x)


def _operators() -> None:
    for name, host in {
        "add": "add", "sub": "sub", "mul": "mul", "true_div": "truediv", "floor_div": "floordiv", "mod": "mod", "pow": "pow",
        "matmul": "matmul", "lshift": "lshift", "rshift": "rshift", "bit_and": "and_", "bit_or": "or_", "bit_xor": "xor",
    }.items():  # fmt: skip
        for known in {name, f"{name}_imm"} & set(INSTRUCTIONS):
            COMPUTE[known] = _binary(getattr(operator, host))
        for known in {f"i{name}", f"i{name}_imm"} & set(INSTRUCTIONS):
            COMPUTE[known] = _binary(getattr(operator, "i" + host.rstrip("_")))
    for name in ("lt", "le", "eq", "ne", "gt", "ge"):
        COMPUTE[name] = COMPUTE[f"{name}_imm"] = _binary(getattr(operator, name))
    for name in ("neg", "pos", "invert"):
        COMPUTE[name] = _unary(getattr(operator, name))
    COMPUTE["is"] = lambda f, x, y: x is y
    COMPUTE["is_not"] = lambda f, x, y: x is not y
    COMPUTE["contains"] = lambda f, x, y: x in y
    COMPUTE["not_contains"] = lambda f, x, y: x not in y
    COMPUTE["not"] = lambda f, x: not x
    COMPUTE["get_item"] = COMPUTE["get_item_imm"] = lambda f, x, i: x[i]
    COMPUTE["set_item"] = COMPUTE["set_item_imm"] = lambda f, x, i, v: operator.setitem(x, i, v)
    COMPUTE["delete_item"] = lambda f, x, i: operator.delitem(x, i)


_operators()
COMPUTE["const"] = COMPUTE["imm"] = COMPUTE["move"] = lambda f, x: x
COMPUTE["const_wide"] = lambda f, k: f.unit.constants[k]
COMPUTE["undefined"] = lambda f: UNDEFINED
COMPUTE["none"] = lambda f: None
COMPUTE["true"] = lambda f: True
COMPUTE["false"] = lambda f: False
COMPUTE["jump"] = COMPUTE["loop"] = lambda f: True
COMPUTE["jump_if"] = COMPUTE["loop_if"] = lambda f, x: bool(x)
COMPUTE["jump_if_not"] = COMPUTE["loop_if_not"] = lambda f, x: not x
COMPUTE["jump_if_none"] = COMPUTE["loop_if_none"] = lambda f, x: x is None
COMPUTE["jump_if_not_none"] = COMPUTE["loop_if_not_none"] = lambda f, x: x is not None


COMPUTE["extend_text"] = COMPUTE["iadd"]
COMPUTE["seal_text"] = lambda f, x: None


@op("check_bound")
def check_bound(f: Frame, x: Value, name: str) -> None:
    if x is UNDEFINED:
        raise UnboundLocalError(f"cannot access local variable {name!r} where it is not associated with a value")


@op("new_cell")
def new_cell(f: Frame, x: Value) -> Value:
    return types.CellType(x)


@op("empty_cell")
def empty_cell(f: Frame) -> Value:
    return types.CellType()


@op("cell_set")
def cell_set(f: Frame, cell: types.CellType, x: Value) -> None:
    if x is UNDEFINED:
        del cell.cell_contents
    else:
        cell.cell_contents = x


@op("store_cell")
def store_cell(f: Frame, i: int, x: Value) -> None:
    cell_set(f, f.closure[i], x)


@op("closure_cell")
def closure_cell(f: Frame, i: int) -> Value:
    return f.closure[i]


@op("load_cell")
def load_cell(f: Frame, i: int) -> Value:
    try:
        return f.closure[i].cell_contents
    except ValueError:
        pass
    name = f.unit.free_names[i]
    raise NameError(f"cannot access free variable {name!r} where it is not associated with a value in enclosing scope")


@op("load_global")
def load_global(f: Frame, name: str) -> Value:
    return f.lookup_global(name)


@op("store_global")
def store_global(f: Frame, name: str, x: Value) -> None:
    f.globals[name] = x


@op("delete_global")
def delete_global(f: Frame, name: str) -> None:
    if name not in f.globals:
        raise NameError(f"name {name!r} is not defined")
    del f.globals[name]


@op("globals")
def globals_(f: Frame) -> Value:
    return f.globals


def _in_namespace(ns: Value, name: str) -> tuple[bool, Value]:
    try:
        return True, ns[name]
    except KeyError:
        return False, None


@op("load_name")
def load_name(f: Frame, ns: Value, name: str) -> Value:
    found, value = _in_namespace(ns, name)
    return value if found else f.lookup_global(name)


@op("load_name_cell")
def load_name_cell(f: Frame, ns: Value, i: int) -> Value:
    found, value = _in_namespace(ns, f.unit.free_names[i])
    return value if found else load_cell(f, i)


@op("store_name")
def store_name(f: Frame, ns: Value, name: str, x: Value) -> None:
    ns[name] = x


@op("delete_name")
def delete_name(f: Frame, ns: Value, name: str) -> None:
    try:
        del ns[name]
    except KeyError:
        pass
    else:
        return
    raise NameError(f"name {name!r} is not defined")


@op("setup_annotations")
def setup_annotations(f: Frame, ns: Value) -> None:
    if "__annotations__" not in ns:
        ns["__annotations__"] = {}


COMPUTE["get_attribute"] = lambda f, x, name: getattr(x, name)
COMPUTE["set_attribute"] = lambda f, x, name, v: setattr(x, name, v)
COMPUTE["delete_attribute"] = lambda f, x, name: delattr(x, name)


@op("get_slice")
def get_slice(f: Frame, x: Value, w: int) -> Value:
    return x[f.read(w) : f.read(w + 1)]


@op("get_slice_step")
def get_slice_step(f: Frame, x: Value, w: int) -> Value:
    return x[f.read(w) : f.read(w + 1) : f.read(w + 2)]


@op("set_slice")
def set_slice(f: Frame, x: Value, w: int, v: Value) -> None:
    x[f.read(w) : f.read(w + 1)] = v


@op("build_slice")
def build_slice(f: Frame, w: int) -> Value:
    return slice(f.read(w), f.read(w + 1), f.read(w + 2))


def _window(f: Frame, w: int, n: int) -> list[Value]:
    found = [f.read(w + i) for i in range(n)]
    must(not any(v is UNDEFINED for v in found), f, "undefined in a window")
    return found


@op("match_exception")
def match_exception(f: Frame, exc: BaseException, type_: Value) -> bool:
    types_ = type_ if isinstance(type_, tuple) else (type_,)
    for t in types_:
        if not (isinstance(t, type) and issubclass(t, BaseException)):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
    return any(t in type(exc).__mro__ for t in types_)


COMPUTE["build_list"] = lambda f, w, n: _window(f, w, n)
COMPUTE["build_tuple"] = lambda f, w, n: tuple(_window(f, w, n))
COMPUTE["build_set"] = lambda f, w, n: set(_window(f, w, n))
COMPUTE["list_append"] = lambda f, x, v: x.append(v)
COMPUTE["list_to_tuple"] = lambda f, x: tuple(x)
COMPUTE["set_add"] = lambda f, x, v: x.add(v)
COMPUTE["set_update"] = lambda f, x, v: x.update(v)


@op("build_map")
def build_map(f: Frame, w: int, n: int) -> Value:
    values = _window(f, w, 2 * n)
    return {values[i]: values[i + 1] for i in range(0, 2 * n, 2)}


@op("build_map_keys")
def build_map_keys(f: Frame, w: int, keys: tuple[Value, ...]) -> Value:
    return dict(zip(keys, _window(f, w, len(keys)), strict=True))


@op("map_add")
def map_add(f: Frame, x: Value, key: Value, v: Value) -> None:
    x[key] = v


@op("build_string")
def build_string(f: Frame, w: int, n: int) -> Value:
    return "".join([v if type(v) is str else format(v) for v in _window(f, w, n)])


@op("list_extend")
def list_extend(f: Frame, x: list[Value], v: Value) -> None:
    if not hasattr(type(v), "__iter__") and not hasattr(type(v), "__getitem__"):
        raise TypeError(f"Value after * must be an iterable, not {type(v).__name__}")
    x.extend(v)


@op("map_update")
def map_update(f: Frame, x: dict[Value, Value], v: Value) -> None:
    if not hasattr(v, "keys"):
        raise TypeError(f"{type(v).__name__!r} object is not a mapping")
    x.update(v)


@op("map_merge")
def map_merge(f: Frame, x: dict[Value, Value], v: Value, callee: Value) -> None:
    name = _callee_name(callee)
    if not hasattr(v, "keys"):
        raise TypeError(f"{name} argument after ** must be a mapping, not {type(v).__name__}")
    for key in v.keys():
        if key in x:
            raise TypeError(f"{name} got multiple values for keyword argument {key!r}")
        x[key] = v[key]


def _callee_name(callee: Value) -> str:
    name = getattr(callee, "__qualname__", None)
    if name is None:
        return str(callee)
    module = getattr(callee, "__module__", None)
    return f"{name}()" if module in (None, "builtins") else f"{module}.{name}()"


@op("convert")
def convert(f: Frame, x: Value, how: int) -> Value:
    value = (str, repr, ascii)[how % CONVERT_AND_FORMAT](x)
    return format(value) if how >= CONVERT_AND_FORMAT else value


COMPUTE["format"] = lambda f, x: format(x)
COMPUTE["format_spec"] = lambda f, x, spec: format(x, spec)
COMPUTE["get_iter"] = lambda f, x: iter(x)


@op("unpack_sequence")
def unpack_sequence(f: Frame, w: int, x: Value, n: int) -> None:
    values = _unpack_iterator(x)
    found: list[Value] = []
    for value in values:
        if len(found) == n:
            raise ValueError(f"too many values to unpack (expected {n})" + _got(x))
        found.append(value)
    if len(found) < n:
        raise ValueError(f"not enough values to unpack (expected {n}, got {len(found)})")
    f.registers[w : w + n] = found


def _got(x: Value) -> str:
    return ""


def _unpack_iterator(x: Value) -> Value:
    if not hasattr(type(x), "__iter__") and not hasattr(type(x), "__getitem__"):
        raise TypeError(f"cannot unpack non-iterable {type(x).__name__} object")
    return iter(x)


@op("unpack_ex")
def unpack_ex(f: Frame, w: int, x: Value, before: int, after: int) -> None:
    found = list(_unpack_iterator(x))
    if len(found) < before + after:
        raise ValueError(f"not enough values to unpack (expected at least {before + after}, got {len(found)})")
    end = len(found) - after
    f.registers[w : w + before + 1 + after] = [*found[:before], found[before:end], *found[end:]]


@op("yield_from_iter")
def yield_from_iter(f: Frame, x: Value) -> Value:
    return x if isinstance(x, types.GeneratorType) else iter(x)


@op("stop_value")
def stop_value(f: Frame, exc: StopIteration) -> Value:
    return exc.value


@op("next_pair")
def next_pair(f: Frame, w: int, it: int) -> bool:
    return False  # nothing is at hand


@op("for_iter")
def for_iter(f: Frame, it: Value) -> tuple[Value, bool]:
    if (
        not isinstance(it, types.GeneratorType) and type(it).__flags__ & 1 << 9
    ):  # a guest's __next__: StopIteration as it is
        return next(it), True
    try:
        return next(it), True
    except StopIteration:
        return UNDEFINED, False


@op("send")
def send(f: Frame, it: Value, x: Value) -> tuple[Value, bool]:
    if type(it).__flags__ & 1 << 9:
        return (next(it) if x is None else it.send(x)), True
    try:
        return (next(it) if x is None else it.send(x)), True
    except StopIteration as stop:
        return stop.value, False


@op("throw_into")
def throw_into(f: Frame, it: Value, exc: BaseException) -> tuple[Value, bool]:
    if isinstance(exc, GeneratorExit):
        try:
            close = getattr(it, "close", None)
        except Exception as e:
            unraisable = types.SimpleNamespace(
                exc_type=type(e), exc_value=e, exc_traceback=e.__traceback__, err_msg=None, object=it
            )
            sys.unraisablehook(unraisable)
            close = None
        if close is not None:
            own = thread.handled.pop()
            try:
                close()
            finally:
                thread.handled.append(own)
        raise exc
    throw = getattr(it, "throw", None)
    if throw is None:
        raise exc
    own = thread.handled.pop()
    try:
        return throw(exc), True
    except StopIteration as stop:
        return stop.value, False
    finally:
        thread.handled.append(own)


# --- calls
def _arguments(f: Frame, w: int, n: int) -> list[Value]:
    return _window(f, w + FRAME_WORDS, n)


def _call(f: Frame, w: int, function: Value, arguments: list[Value], names: tuple[str, ...] = ()) -> Value:
    """A callee's frame lies over the window and above it: what is there is lost (INV-PYTA-7)."""
    for i in range(w, len(f.registers)):
        f.registers[i] = GARBAGE
    if function is super and not arguments:
        known = bool(f.unit.parameters.names)
        raise RuntimeError("super(): __class__ cell not found" if known else "super(): no arguments")
    positional = len(arguments) - len(names)
    return function(*arguments[:positional], **dict(zip(names, arguments[positional:], strict=True)))


@op("call")
def call(f: Frame, w: int, n: int) -> Value:
    return _call(f, w, f.read(w + 1), _arguments(f, w, n))


@op("call_keywords")
def call_keywords(f: Frame, w: int, n: int, names: int) -> Value:
    return _call(f, w, f.read(w + 1), _arguments(f, w, n), f.unit.constants[names])  # type: ignore[arg-type]


@op("call_spread")
def call_spread(f: Frame, w: int) -> Value:
    function, sequence, keywords = f.read(w + 1), f.read(w + 5), f.read(w + 6)
    if not hasattr(type(sequence), "__iter__") and not hasattr(type(sequence), "__getitem__"):
        name = _callee_name(function)
        raise TypeError(f"{name} argument after * must be an iterable, not {type(sequence).__name__}")
    return function(*sequence, **({} if keywords is UNDEFINED else keywords))


@op("call_method")
def call_method(f: Frame, w: int, n: int, name: int) -> Value:
    receiver, *arguments = _arguments(f, w, n)
    return _call(f, w, getattr(receiver, f.unit.constants[name]), arguments)  # type: ignore[arg-type]


@op("call_method_keywords")
def call_method_keywords(f: Frame, w: int, n: int, word: int) -> Value:
    receiver, *arguments = _arguments(f, w, n)
    method = getattr(receiver, f.unit.constants[word & 0xFFFF])  # type: ignore[arg-type]
    return _call(f, w, method, arguments, f.unit.constants[word >> 16])  # type: ignore[arg-type]


@op("load_method")
def load_method(f: Frame, w: int, name: str) -> None:
    method = getattr(f.read(w + 5), name)
    if isinstance(method, types.MethodType) and method.__self__ is f.read(w + 5):
        f.registers[w + 1] = method.__func__
    else:
        f.registers[w + 1], f.registers[w + 5] = method, UNDEFINED


def _loaded(f: Frame, w: int, n: int) -> list[Value]:
    receiver = f.read(w + 5)
    rest = [f.read(w + 6 + i) for i in range(n - 1)]
    return rest if receiver is UNDEFINED else [receiver, *rest]


@op("call_loaded")
def call_loaded(f: Frame, w: int, n: int) -> Value:
    return _call(f, w, f.read(w + 1), _loaded(f, w, n))


@op("call_loaded_keywords")
def call_loaded_keywords(f: Frame, w: int, n: int, names: int) -> Value:
    return _call(f, w, f.read(w + 1), _loaded(f, w, n), f.unit.constants[names])  # type: ignore[arg-type]


@op("call_builtin")
@op("call_global")
def call_global(f: Frame, w: int, n: int, name: int) -> Value:
    return _call(f, w, f.lookup_global(f.unit.constants[name]), _arguments(f, w, n))  # type: ignore[arg-type]


@op("call_super")
def call_super(f: Frame, w: int, n: int, name: int) -> Value:
    meaning, cell, receiver = f.read(w + 1), f.read(w + 2), f.read(w + 5)
    arguments = _window(f, w + 6, n - 1)
    found = _super(meaning, cell, receiver)
    return _call(f, w, getattr(found, f.unit.constants[name]), arguments)  # type: ignore[arg-type]


@op("call_super_of")
def call_super_of(f: Frame, w: int, n: int, name: int) -> Value:
    found = f.read(w + 1)(f.read(w + 2), f.read(w + 5))  # type: ignore[operator]
    return _call(f, w, getattr(found, f.unit.constants[name]), _window(f, w + 6, n - 1))  # type: ignore[arg-type]


@op("load_super")
def load_super(f: Frame, w: int) -> Value:
    return _super(f.read(w), f.read(w + 1), f.read(w + 2))


def _super(meaning: Value, cell: Value, receiver: Value) -> Value:
    if meaning is not super:
        return meaning()
    if not _is_full(cell):
        raise RuntimeError("super(): empty __class__ cell")
    if receiver is UNDEFINED:
        raise RuntimeError("super(): arg[0] deleted")
    return super(cell.cell_contents, receiver)


# --- functions, modules
@op("make_function")
def make_function(f: Frame, unit: CodeUnit, w: int, flags: int) -> Value:
    assert isinstance(unit, CodeUnit)

    def take(flag: int) -> Value:
        nonlocal w
        if not flags & flag:
            return None
        w += 1
        return f.read(w - 1)

    defaults, keyword_defaults = take(FUNCTION_DEFAULTS), take(FUNCTION_KEYWORD_DEFAULTS)
    annotations = take(FUNCTION_ANNOTATIONS)
    closure = tuple(_window(f, w, len(unit.free_names))) if flags & FUNCTION_CLOSURE else ()
    assert bool(flags & FUNCTION_CLOSURE) == bool(unit.free_names)
    assert all(isinstance(cell, types.CellType) for cell in closure)
    function = stub(unit, closure, f.globals)
    function.__defaults__ = defaults
    function.__kwdefaults__ = keyword_defaults
    function.__doc__ = unit.doc
    if annotations:
        function.__annotations__ = dict(zip(annotations[::2], annotations[1::2], strict=True))
    return function


def stub(unit: CodeUnit, closure: tuple[types.CellType, ...], global_names: dict[str, Value]) -> types.FunctionType:
    """A host function of the unit's signature that runs the unit in the machine."""

    def run(*arguments: Value) -> Value:
        frame = Frame(unit, closure, global_names)
        frame.registers[: len(arguments)] = arguments
        if not unit.is_generator:
            return run_function(frame)
        generator = run_generator(frame)
        if kept is not None:
            kept.append(generator)
        return generator

    if unit.flags & FLAG_CLASS_BODY:
        body_names = {"__model_run__": run, "__builtins__": {"locals": locals}}
        return types.FunctionType(compile("__model_run__(locals())", unit.file, "exec"), body_names, unit.name)
    p = unit.parameters
    names = [n.replace(".", "_dot") for n in p.names]
    head: list[str] = []
    body = list(names)
    for _ in p.positional_only:
        head.append(body.pop(0))
    if p.positional_only:
        head.append("/")
    for _ in p.positional:
        head.append(body.pop(0))
    if p.rest is not None:
        head.append("*" + body.pop(0))
    elif p.keyword_only:
        head.append("*")
    for _ in p.keyword_only:
        head.append(body.pop(0))
    if p.keywords is not None:
        head.append("**" + body.pop(0))
    result = "(yield from 'model run'({}))" if unit.is_generator else "'model run'({})"
    text = f"def inner({', '.join(head)}):\n  return {result.format(', '.join(names))}\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = compile(text, unit.file, "exec")
    code = next(c for c in module.co_consts if isinstance(c, types.CodeType))
    code = code.replace(
        co_name=unit.name, co_qualname=unit.qualified_name, co_firstlineno=unit.first_line, co_freevars=unit.free_names,
        co_consts=tuple(run if c == "model run" else c for c in code.co_consts),
    )  # fmt: skip
    function = types.FunctionType(code, global_names, unit.name, None, closure or None)
    function.__qualname__ = unit.qualified_name
    return function


@op("load_build_class")
def load_build_class(f: Frame) -> Value:
    return builtins.__build_class__


@op("import_name")
def import_name(f: Frame, name: str, from_: Value, level: int) -> Value:
    return f.lookup_global("__import__")(name, f.globals, None, from_, level)


@op("import_from")
def import_from(f: Frame, module: Value, name: str) -> Value:
    try:
        return getattr(module, name)
    except AttributeError:
        pass
    full = f"{getattr(module, '__name__', '?')}.{name}"
    if full in sys.modules:
        return sys.modules[full]
    where = getattr(module, "__file__", None) or "unknown location"
    raise ImportError(f"cannot import name {name!r} from {module.__name__!r} ({where})", name=name, path=where)


@op("import_star")
def import_star(f: Frame, module: Value, ns: Value) -> None:
    names = getattr(module, "__all__", None)
    if names is None:
        names = [n for n in vars(module) if not n.startswith("_")]
    for name in names:
        ns[name] = getattr(module, name)


@op("display")
def display(f: Frame, x: Value) -> None:
    sys.displayhook(x)


@op("push_handled")
def push_handled(f: Frame, exc: BaseException) -> Value:
    saved = thread.handled[-1]
    thread.handled[-1] = exc
    thread.host_exception = host_exc_info()[1]
    return saved


@op("pop_handled")
def pop_handled(f: Frame, saved: BaseException | None) -> None:
    thread.handled[-1] = saved


@op("load_enter")
def load_enter(f: Frame, x: Value) -> Value:
    return _special(x, "__enter__", "")


@op("load_exit")
def load_exit(f: Frame, x: Value) -> Value:
    return _special(x, "__exit__", " (missed __exit__ method)")


def _special(x: Value, name: str, more: str) -> Value:
    for t in type(x).__mro__:
        if name in vars(t):
            found = vars(t)[name]
            get = getattr(type(found), "__get__", None)
            return found if get is None else get(found, x, type(x))
    raise TypeError(f"{type(x).__name__!r} object does not support the context manager protocol{more}")


@op("with_exit")
def with_exit(f: Frame, w: int, exit_: Value) -> Value:
    assert w + FRAME_WORDS + 3 <= len(f.registers)
    return exit_(None, None, None)


@op("with_exit_error")
def with_exit_error(f: Frame, w: int, exit_: Value) -> Value:
    exc = f.read(w + 6)
    return exit_(type(exc), exc, exc.__traceback__)


@op("split_group")
def split_group(f: Frame, w: int, exc: BaseException, type_: Value) -> None:
    types_ = type_ if isinstance(type_, tuple) else (type_,)
    for t in types_:
        if not (isinstance(t, type) and issubclass(t, BaseException)):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if issubclass(t, BaseExceptionGroup):
            raise TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.")
    if isinstance(exc, BaseExceptionGroup):
        f.registers[w : w + 2] = exc.split(type_)
    elif isinstance(exc, type_):
        f.registers[w : w + 2] = [type(exc) and BaseExceptionGroup("", [exc]), None]
    else:
        f.registers[w : w + 2] = [None, exc]


@op("merge_groups")
def merge_groups(f: Frame, exc: BaseException, found: list[BaseException]) -> Value:
    if not found:
        return None
    if not isinstance(exc, BaseExceptionGroup):
        return found[0]
    raised = [e for e in found if not _is_part(e, exc)]
    leaves = {id(leaf) for e in found if _is_part(e, exc) for leaf in _leaves(e)}
    if leaves:
        merged = exc.subgroup(lambda e: id(e) in leaves)
        assert merged is not None
        raised.append(merged)
    return raised[0] if len(raised) == 1 else BaseExceptionGroup("", raised)


def _leaves(exc: BaseException) -> list[BaseException]:
    if isinstance(exc, BaseExceptionGroup):
        return [leaf for e in exc.exceptions for leaf in _leaves(e)]
    return [exc]


def _is_part(exc: BaseException, whole: BaseException) -> bool:
    return (
        exc.__traceback__ is whole.__traceback__
        and exc.__cause__ is whole.__cause__
        and exc.__context__ is whole.__context__
        and getattr(exc, "__notes__", None) == getattr(whole, "__notes__", None)
    )


# --- control
MAY_BE_UNDEFINED = {"check_bound", "cell_set", "store_cell", "move", "raise_assertion"}


def decode(f: Frame, name: str, operands: tuple[int, ...]) -> list[Value]:
    """The values of an instruction's operands, as the table's kinds say; without Out and Target."""
    kinds = INSTRUCTIONS[name].operands
    must(len(kinds) == len(operands), f, "wrong number of operands")
    found: list[Value] = []
    for (kind, _), operand in zip(kinds, operands, strict=True):
        if kind == "Reg":
            value = f.read(operand)
            must(value is not UNDEFINED or name in MAY_BE_UNDEFINED, f, f"undefined in register {operand}")
            found.append(value)
        elif kind == "Const":
            found.append(f.unit.constants[operand])
        elif kind in ("Window", "Index", "Word"):
            must(0 <= operand < 1 << 16 or kind == "Word", f, "an operand does not fit")
            found.append(operand)
        elif kind == "Imm":
            must(-32768 <= operand <= 32767, f, "an operand does not fit")
            found.append(operand)
        else:
            must(kind in ("Out", "Target"), f)
    return found


def new_exception(x: Value) -> BaseException:
    if isinstance(x, type) and issubclass(x, BaseException):
        made = x()
        if not isinstance(made, BaseException):
            raise TypeError(f"calling {x!r} should have returned an instance of BaseException, not {type(made)!r}")
        return made
    if isinstance(x, BaseException):
        return x
    raise TypeError("exceptions must derive from BaseException")


def raise_instruction(f: Frame, name: str, operands: tuple[int, ...]) -> tuple[BaseException, bool]:
    """What a raising instruction raises, and whether it is raised anew."""
    values = decode(f, name, operands)
    if name == "raise":
        return new_exception(values[0]), True
    if name == "raise_from":
        exc, cause = new_exception(values[0]), values[1]
        if isinstance(cause, type) and issubclass(cause, BaseException):
            cause = cause()
        if cause is not None and not isinstance(cause, BaseException):
            raise TypeError("exception causes must derive from BaseException")
        exc.__cause__ = cause
        return exc, True
    if name == "raise_assertion":
        return (AssertionError() if values[0] is UNDEFINED else AssertionError(values[0])), True
    if name == "reraise":
        return values[0], False
    current = current_exception()
    if current is None:
        return RuntimeError("No active exception to reraise"), True
    return current, False


def step(f: Frame, name: str, operands: tuple[int, ...]) -> None:
    """One instruction that neither leaves the frame nor raises by name; moves the pc."""
    definition = INSTRUCTIONS[name]
    if name == "cell_get":
        cell = f.read(operands[1])
        if not _is_full(cell):
            register_name = f.unit.local_names[operands[1]]
            raise UnboundLocalError(
                f"cannot access local variable {register_name!r} where it is not associated with a value"
            )
        result = cell.cell_contents
    else:
        result = COMPUTE[name](f, *decode(f, name, operands))
    after = f.pc + 1
    if definition.result == "Branch":
        if result:
            after = f.pc + operands[definition.target]
    elif definition.result in ("ValueSkip", "NextOrFrame"):
        result, skip = result
        if skip:
            after += 1
        if result is not UNDEFINED:
            f.registers[operands[0]] = result
    elif definition.operands[:1] and definition.operands[0][0] == "Out":
        f.registers[operands[0]] = result
    f.pc = after


def _is_full(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True


RAISING = {"raise", "raise_from", "raise_current", "reraise", "raise_assertion"}


def machine(f: Frame) -> Generator[Value, Value, tuple[str, Value]]:
    """Run a frame: yields at `yield`; ends with ("return", value) or ("raise", exception)."""
    instructions = f.unit.instructions
    if f.unit.is_generator:
        assert instructions[0].op == "generator_start"
    sent: Value = None
    while True:
        instruction = instructions[f.pc]
        name, operands = instruction.op, instruction.operands
        error: BaseException | None = None
        anew = True
        try:
            if name == "ret":
                return "return", f.read(operands[0])
            if name == "ret_none":
                return "return", None
            if name == "generator_return":
                return "return", f.read(operands[0])
            if name == "generator_start":
                assert f.pc == 0 and f.unit.is_generator
                f.registers[operands[0]] = None
                f.pc += 1
                continue
            if name in RAISING:
                error, anew = raise_instruction(f, name, operands)
            elif name != "yield":
                step(f, name, operands)
                continue
        except (ModelFault, SystemError):
            raise
        except BaseException as e:
            error = e
        if name == "yield" and error is None:
            value = f.read(operands[1])
            own = thread.handled.pop()
            popped = thread.frames.pop()
            assert popped is f
            try:
                sent = yield value
            except BaseException as e:
                error = e
            thread.frames.append(f)
            thread.handled.append(own)
            if error is None:
                f.registers[operands[0]] = sent
                f.pc += 1
                continue
            anew = True
        thread.places.append((f.unit.qualified_name, instruction.position))
        if error.__traceback__ is None:
            try:
                raise error
            except BaseException:
                pass
        if anew and (name in RAISING or (error.__context__ is None and error is not thread.leaving)):
            set_context(error)
        target = unwind(f, error)
        if target < 0:
            thread.leaving = error
            return "raise", error
        f.pc = target


def unwind(f: Frame, error: BaseException) -> int:
    for site in f.unit.catch_sites:
        if site.start <= f.pc < site.end:
            if site.filter == FILTER_STOP_ITERATION and not isinstance(error, StopIteration):
                continue
            f.registers[site.register] = error
            return site.target
    return -1


def run_function(f: Frame) -> Value:
    depth, level, before = len(thread.frames), len(thread.handled), thread.handled[-1]
    thread.frames.append(f)
    how = ""
    try:
        next(machine(f))
    except StopIteration as stop:
        how, value = stop.value
    finally:
        del thread.frames[depth:], thread.handled[level:]
        if how:
            must(thread.handled[-1] is before, f, "INV-PYTA-6")
        thread.handled[-1] = before
    if how == "raise":
        try:
            raise value
        finally:
            value = None
    return value


kept: list[object] | None = None  # a test that does not care when generators go sets a list


def run_generator(f: Frame) -> Generator[Value, Value, Value]:
    """The body of a host generator: enters the machine with handled exceptions of its own."""
    inner = machine(f)
    thread.handled.append(None)
    thread.frames.append(f)
    resume: Callable[[], Value] = lambda: next(inner)  # noqa: E731
    while True:
        try:
            item = resume()
        except StopIteration as stop:
            how, value = stop.value
            thread.handled.pop()
            thread.frames.pop()
            break
        try:
            sent = yield item
            resume = lambda sent=sent: inner.send(sent)  # noqa: E731
        except BaseException as e:
            resume = lambda e=e: inner.throw(e)  # noqa: E731
    if how == "raise":
        raise value
    return value


# --- builtins that look at the frame
def _local_names(f: Frame) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for i, name in enumerate(f.unit.local_names):
        value = f.registers[i]
        if name in f.unit.cell_names:
            if not isinstance(value, types.CellType) or not _is_full(value):
                continue
            value = value.cell_contents
        if value is not UNDEFINED and value is not GARBAGE and not name.startswith("."):
            found[name] = value
    for name, cell in zip(f.unit.free_names, f.closure, strict=True):
        if _is_full(cell):
            found[name] = cell.cell_contents
    return found


# What Python code of the host itself calls these functions (its own frames count then) shows in the file of the frame.
HOST = {name: getattr(builtins, name) for name in ("locals", "globals", "vars", "dir", "eval", "exec")}


def _is_guest(depth: int) -> bool:
    return sys._getframe(depth + 1).f_code.co_filename == __file__


def _frame_locals() -> Value:
    f = thread.frames[-1]
    if f.unit.flags & FLAG_NAMESPACE:
        return f.registers[0]
    return f.globals if f.unit.flags & FLAG_MODULE else _local_names(f)


def _locals() -> Value:
    return _frame_locals() if _is_guest(1) else sys._getframe(1).f_locals


def _globals() -> Value:
    return thread.frames[-1].globals if _is_guest(1) else sys._getframe(1).f_globals


def _vars(*arguments: Value) -> Value:
    return HOST["vars"](*arguments) if arguments or not _is_guest(1) else _frame_locals()


def _dir(*arguments: Value) -> Value:
    return HOST["dir"](*arguments) if arguments or not _is_guest(1) else sorted(_frame_locals())


def _run(source: Value, mode: str, global_names: Value, local_names: Value, caller: types.FrameType) -> Value:
    guest = caller.f_code.co_filename == __file__
    if global_names is None:
        global_names = thread.frames[-1].globals if guest else caller.f_globals
        if local_names is None:
            local_names = _frame_locals() if guest else caller.f_locals
    elif local_names is None:
        local_names = global_names
    if not guest or not isinstance(source, str | bytes) or not isinstance(global_names, dict):
        return HOST[mode](source, global_names, local_names)
    global_names.setdefault("__builtins__", builtins)
    if mode == "eval":
        source = source.lstrip(" \t" if isinstance(source, str) else b" \t")
    unit = compile_source(source, "<string>", mode, namespace=True)
    frame = Frame(unit, (), global_names)
    frame.registers[0] = local_names
    return run_function(frame)


def _eval(source: Value, global_names: Value = None, local_names: Value = None, /) -> Value:
    return _run(source, "eval", global_names, local_names, sys._getframe(1))


def _exec(source: Value, global_names: Value = None, local_names: Value = None, /, **_: Value) -> None:
    _run(source, "exec", global_names, local_names, sys._getframe(1))


PATCHES = {"locals": _locals, "globals": _globals, "vars": _vars, "dir": _dir, "eval": _eval, "exec": _exec}


def _exc_info() -> tuple[Value, Value, Value]:
    exc = current_exception()
    own = host_exc_info()
    if exc is None or own[1] is not thread.host_exception:  # host code handles something of its own
        return own
    return type(exc), exc, exc.__traceback__


host_exc_info = sys.exc_info


def run_program(source: str, file: str, module: types.ModuleType) -> None:
    """Run a program's text as the module, with builtins that know the machine's frames."""
    names = vars(module)
    names["__builtins__"] = builtins
    vars(builtins).update(PATCHES)
    unit = compile_source(source, file)
    run_function(Frame(unit, (), names))


def main(arguments: list[str]) -> None:
    path = arguments[0]
    sys.argv = arguments
    with open(path, encoding="utf-8") as file:
        source = file.read()
    module = types.ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    globals()["__name__"] = "__main__"  # what type(...) and its like see as their caller's module
    sys.path[0] = path.rpartition("/")[0] or "."
    sys.exc_info = _exc_info
    sys.exception = lambda: _exc_info()[1]  # type: ignore[assignment]
    sys.setrecursionlimit(12000)
    threading.stack_size(512 << 20)
    status: list[Value] = []

    def body() -> None:
        try:
            run_program(source, path, module)
        except SystemExit as e:
            status.append(e.code)
        except BaseException:
            sys.excepthook(*host_exc_info())
            status.append(1)

    runner = threading.Thread(target=body, name="MainThread")
    runner.start()
    runner.join()
    sys.exit(status[0] if status else 0)


__all__ = ["main", "run_program"]

if __name__ == "__main__":
    main(sys.argv[1:])
