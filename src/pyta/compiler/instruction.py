"""Pyta's instruction list: one table from which the reference page, the disassembler and the model machine are made.

Operand and result kinds are those of docs/design/execution.md. Operands stand in the instruction's fields a, b, c in the
order given, except that a `Target` always takes b and c; a fourth operand is the extra word (`Word`), cache words follow it.
Where an operand stands for more than one register, its layout is written with it.

Conventions (numbered; the compiler asserts them, engines may rely on them):

- INV-PYTA-1  The destination of a store comes first, the stored value last.
- INV-PYTA-2  An instruction that fails has written no register, unless its line says otherwise.
- INV-PYTA-3  The result register of a comparison that is directly followed by a conditional jump on that register is dead after
  the jump: a fused form need not write it. (Where the value is wanted, the compiler separates the two.)
- INV-PYTA-4  An operand `Reg` never holds the immediate `undefined`, except for `check_bound`, `cell_set`, `store_cell`, `move`,
  `raise_assertion`, the map of `call_spread` and the receivers of `call_loaded`,
  `call_super`, `load_super`.
- INV-PYTA-5  A generator's first instruction is `generator_start`; no other place has one.
- INV-PYTA-6  `pop_handled s` undoes the last `push_handled s` on every path that leaves the region between them.
- INV-PYTA-7  A call's window is the highest of the registers in use, so that nothing live lies above it.
  The result register may lie in the window.
- INV-PYTA-8  What `for_iter`, `send` and `throw_into` skip is one word: a `jump`, `loop`, `ret` or `ret_none`.

Naming: `x_imm` takes its right operand as a signed 16-bit number, which stands for that int, and means exactly what `x` means.
"""

from __future__ import annotations

# Catch site filters (0 accepts every exception).
FILTER_ALL = 0
FILTER_STOP_ITERATION = 1  # StopIteration and its subclasses

# Flags of make_function's extra word: what the window holds, in this order.
FUNCTION_DEFAULTS = 1  # tuple of the positional parameters' defaults
FUNCTION_KEYWORD_DEFAULTS = 2  # dict: keyword-only parameter → default
FUNCTION_ANNOTATIONS = 4  # tuple: name, annotation, name, annotation...
FUNCTION_CLOSURE = 8  # the cells, one register each, as many as the code has free names

# Operand of `convert`.
CONVERSIONS = {"s": 0, "r": 1, "a": 2}
CONVERT_AND_FORMAT = 4  # added


class InstructionDefinition:
    """One instruction.

    Attributes:
        operands: kinds in field order, with a name each: `kind:name`.
        result: the result kind. `Value` for an `Out`; engines may widen `Value` to `ValueOrFrame` where a guest function is entered.
        cache_words: inline-cache words after the instruction (and after the extra word).
        meaning: exact semantics in one line; registers are named as in `operands`.
        group: heading on the reference page.
    """

    __slots__ = ("cache_words", "group", "meaning", "name", "operands", "result")

    def __init__(
        self, name: str, operands: tuple[tuple[str, str], ...], result: str, cache_words: int, meaning: str, group: str
    ) -> None:
        self.name = name
        self.operands = operands
        self.result = result
        self.cache_words = cache_words
        self.meaning = meaning
        self.group = group

    @property
    def has_word(self) -> bool:
        return any(kind == "Word" for kind, _ in self.operands)

    @property
    def words(self) -> int:
        """Length in words."""
        return 1 + self.has_word + self.cache_words

    @property
    def target(self) -> int:
        """The index of the Target among the operands, -1 if there is none."""
        return next((i for i, (kind, _) in enumerate(self.operands) if kind == "Target"), -1)


_definitions: list[InstructionDefinition] = []
_group = ""


def _in_group(name: str) -> None:
    global _group
    _group = name


def _define(name: str, operands: str, result: str, meaning: str, cache: int = 0) -> None:
    pairs: list[tuple[str, str]] = []
    for part in operands.split():
        kind, _, label = part.partition(":")
        pairs.append((kind, label or kind.lower()))
    _definitions.append(InstructionDefinition(name, tuple(pairs), result, cache, meaning, _group))


# fmt: off
_in_group("Constants and moves")
_define("const", "Out:a Const:k", "Value", "a = the constant k")
_define("const_wide", "Out:a Word:constant", "Value", "a = the constant of that number")
_define("imm", "Out:a Imm:n", "Value", "a = the int n")
_define("move", "Out:a Reg:x", "Value", "a = x")
_define("undefined", "Out:a", "Value", "a = the immediate undefined")
_define("none", "Out:a", "Value", "a = None")
_define("true", "Out:a", "Value", "a = True")
_define("false", "Out:a", "Value", "a = False")

_in_group("Control")
_define("jump", "Target:t", "Branch", "go to t")
_define("loop", "Target:t", "Branch", "back edge: spend a reduction, go to t")
_define("jump_if", "Reg:x Target:t", "Branch", "go to t if x is true (__bool__, then __len__, then true)")
_define("jump_if_not", "Reg:x Target:t", "Branch", "go to t if x is false")
_define("jump_if_none", "Reg:x Target:t", "Branch", "go to t if x is None")
_define("jump_if_not_none", "Reg:x Target:t", "Branch", "go to t if x is not None")
_define("loop_if", "Reg:x Target:t", "Branch", "back edge of a while loop: if x is true, spend a reduction and go to t")
_define("loop_if_not", "Reg:x Target:t", "Branch", "back edge of a while loop: if x is false, spend a reduction and go to t")
_define("loop_if_none", "Reg:x Target:t", "Branch", "back edge of a while loop: if x is None, spend a reduction and go to t")
_define("loop_if_not_none", "Reg:x Target:t", "Branch", "back edge of a while loop: if x is not None, spend a reduction and go to t")
_define("ret", "Reg:x", "Frame", "return x")
_define("ret_none", "", "Frame", "return None")

_in_group("Locals, cells")
_define(
    "check_bound", "Reg:x Const:name", "None",
    "UnboundLocalError(cannot access local variable 'name' where it is not associated with a value) if x is undefined",
)
_define("new_cell", "Out:a Reg:x", "Value", "a = a new cell that holds x")
_define("empty_cell", "Out:a", "Value", "a = a new cell that holds undefined")
_define(
    "cell_get", "Out:a Reg:cell", "Value",
    "a = the content of the cell; undefined: UnboundLocalError as in check_bound, the name being the code's local_names[cell]",
)
_define("cell_set", "Reg:cell Reg:x", "None", "the cell's content = x (may be undefined: unbinds)")
_define(
    "load_cell", "Out:a Index:i", "Value",
    "a = the content of the closure's cell i; undefined: NameError(cannot access free variable 'free_names[i]' where it is not"
    " associated with a value in enclosing scope)",
)
_define("store_cell", "Index:i Reg:x", "None", "the content of the closure's cell i = x (may be undefined: unbinds)")
_define("closure_cell", "Out:a Index:i", "Value", "a = the closure's cell i itself")

_in_group("Globals and namespaces")
_define(
    "load_global", "Out:a Const:name", "Value",
    "a = the function's globals[name], else its builtins[name], else NameError(name 'name' is not defined)", cache=2,
)
_define("store_global", "Const:name Reg:x", "None", "globals[name] = x", cache=1)
_define("delete_global", "Const:name", "None", "del globals[name]; absent: NameError(name 'name' is not defined)")
_define("globals", "Out:a", "Value", "a = the function's globals dictionary")
_define(
    "load_name", "Out:a Reg:ns Const:name", "ValueOrFrame",
    "a = ns[name] (a dict's item, else its __getitem__, KeyError meaning absent), else as load_global", cache=2,
)
_define(
    "load_name_cell", "Out:a Reg:ns Index:i", "ValueOrFrame",
    "a = ns[free_names[i]] if there, else as load_cell: a class body's name that an enclosing function may bind",
)
_define("store_name", "Reg:ns Const:name Reg:x", "None", "ns[name] = x (a dict's item, else its __setitem__)", cache=1)
_define("delete_name", "Reg:ns Const:name", "None", "del ns[name]; absent: NameError(name 'name' is not defined)")
_define("setup_annotations", "Reg:ns", "None", "if '__annotations__' is not in ns: ns['__annotations__'] = {}")

_in_group("Attributes and items")
_define("get_attribute", "Out:a Reg:x Const:name", "ValueOrFrame", "a = x.name (__getattribute__, then __getattr__)", cache=3)
_define("set_attribute", "Reg:x Const:name Reg:value", "None", "x.name = value (__setattr__)", cache=4)
_define("delete_attribute", "Reg:x Const:name", "None", "del x.name (__delattr__)")
_define("get_item", "Out:a Reg:x Reg:i", "ValueOrFrame", "a = x[i] (__getitem__; for a type, __class_getitem__)")
_define("get_item_imm", "Out:a Reg:x Imm:i", "ValueOrFrame", "a = x[i]")
_define("set_item", "Reg:x Reg:i Reg:value", "Frame", "x[i] = value (__setitem__)")
_define("set_item_imm", "Reg:x Imm:i Reg:value", "Frame", "x[i] = value")
_define("delete_item", "Reg:x Reg:i", "None", "del x[i] (__delitem__)")
_define("get_slice", "Out:a Reg:x Window:w", "ValueOrFrame", "a = x[w[0]:w[1]], None standing for what is absent")
_define("get_slice_step", "Out:a Reg:x Window:w", "Value", "a = x[w[0]:w[1]:w[2]]")
_define("set_slice", "Reg:x Window:w Reg:value", "None", "x[w[0]:w[1]] = value")
_define("build_slice", "Out:a Window:w", "Value", "a = slice(w[0], w[1], w[2])")

_in_group("Arithmetic")
for _name, _sign, _method in (
    ("add", "+", "add"), ("sub", "-", "sub"), ("mul", "*", "mul"), ("true_div", "/", "truediv"), ("floor_div", "//", "floordiv"),
    ("mod", "%", "mod"), ("pow", "**", "pow"), ("matmul", "@", "matmul"), ("lshift", "<<", "lshift"), ("rshift", ">>", "rshift"),
    ("bit_and", "&", "and"), ("bit_or", "|", "or"), ("bit_xor", "^", "xor"),
):
    _define(
        _name, "Out:a Reg:x Reg:y", "ValueOrFrame",
        f"a = x {_sign} y (__{_method}__; __r{_method}__, first if y's type is a proper subclass that overrides it)",
    )
    _define(f"i{_name}", "Out:a Reg:x Reg:y", "ValueOrFrame", f"a = x, after x {_sign}= y (__i{_method}__, else as {_name})")
for _name, _sign in (
    ("add", "+"), ("sub", "-"), ("mul", "*"), ("floor_div", "//"), ("mod", "%"), ("pow", "**"), ("lshift", "<<"), ("rshift", ">>"),
    ("bit_and", "&"),
):
    _define(f"{_name}_imm", "Out:a Reg:x Imm:n", "ValueOrFrame", f"a = x {_sign} n, as {_name}")
for _name, _sign in (("add", "+"), ("sub", "-")):
    _define(f"i{_name}_imm", "Out:a Reg:x Imm:n", "ValueOrFrame", f"a = x, after x {_sign}= n, as i{_name}")
_define(
    "extend_text", "Out:a Reg:x Reg:y", "ValueOrFrame",
    "a = x, after x += y; a is x. A text that this has made grows where it is, until `seal_text`: nobody else may have it",
)
_define("seal_text", "Reg:x", "None", "a text x grows no more: what is read next may give it to others")
_define("neg", "Out:a Reg:x", "ValueOrFrame", "a = -x (__neg__)")
_define("pos", "Out:a Reg:x", "ValueOrFrame", "a = +x (__pos__)")
_define("invert", "Out:a Reg:x", "ValueOrFrame", "a = ~x (__invert__)")

_in_group("Comparison")
for _name, _sign, _swapped in (
    ("lt", "<", "gt"), ("le", "<=", "ge"), ("eq", "==", "eq"), ("ne", "!=", "ne"), ("gt", ">", "lt"), ("ge", ">=", "le"),
):
    _define(
        _name, "Out:a Reg:x Reg:y", "ValueOrFrame",
        f"a = x {_sign} y (__{_name}__; the swapped __{_swapped}__, first if y's type is a proper subclass; the result need not be a"
        " bool)",
    )
    _define(f"{_name}_imm", "Out:a Reg:x Imm:n", "ValueOrFrame", f"a = x {_sign} n")
_define("is", "Out:a Reg:x Reg:y", "Value", "a = x is y")
_define("is_not", "Out:a Reg:x Reg:y", "Value", "a = x is not y")
_define("contains", "Out:a Reg:item Reg:y", "Value", "a = item in y (y's __contains__, else its iteration by identity or ==), a bool")
_define("not_contains", "Out:a Reg:item Reg:y", "Value", "a = item not in y")
_define("not", "Out:a Reg:x", "Value", "a = not x, a bool")
_define(
    "match_exception", "Out:a Reg:exc Reg:type", "Value",
    "a = whether exc is an instance of type, or of one of a tuple of types (by the real class, no hooks); anything but classes derived"
    " from BaseException: TypeError(catching classes that do not inherit from BaseException is not allowed)",
)

_in_group("Building")
_define("build_list", "Out:a Window:w Index:n", "Value", "a = [w[0], ... w[n-1]]")
_define("build_tuple", "Out:a Window:w Index:n", "Value", "a = (w[0], ... w[n-1])")
_define("build_set", "Out:a Window:w Index:n", "Value", "a = {w[0], ... w[n-1]}, added in this order")
_define("build_map", "Out:a Window:w Index:n", "Value", "a = {w[0]: w[1], ... w[2n-2]: w[2n-1]}, set in this order")
_define("build_map_keys", "Out:a Window:w Const:keys", "Value", "a = {keys[0]: w[0], ...} for each of the tuple keys")
_define(
    "build_string", "Out:a Window:w Index:n", "Value",
    "a = the concatenation of w[0]...w[n-1]; a part that is not exactly a str is first formatted as by `format`, in order",
)
_define("list_append", "Reg:list Reg:x", "None", "append x to a list this frame is building")
_define(
    "list_extend", "Reg:list Reg:x", "None",
    "append the items of the iterable x; not iterable: TypeError(Value after * must be an iterable, not TYPE)",
)
_define("list_to_tuple", "Out:a Reg:list", "Value", "a = tuple(list)")
_define("set_add", "Reg:set Reg:x", "None", "add x to a set this frame is building")
_define("set_update", "Reg:set Reg:x", "None", "add the items of the iterable x")
_define("map_add", "Reg:map Reg:key Reg:x", "None", "map[key] = x in a dict this frame is building")
_define(
    "map_update", "Reg:map Reg:x", "None",
    "map.update(x), x a mapping: has keys(); else TypeError('TYPE' object is not a mapping)",
)
_define(
    "map_merge", "Reg:map Reg:x Reg:callee", "None",
    "as map_update for a call's ** arguments: TypeError(F() argument after ** must be a mapping, not TYPE), TypeError(F() got multiple"
    " values for keyword argument 'K'), F being callee's qualified name with its module",
)
_define("convert", "Out:a Reg:x Index:how", "Value", "a = str(x), repr(x), ascii(x) for how = 0, 1, 2; how + 4: the same, then `format` unless it is exactly a str")
_define("format", "Out:a Reg:x", "Value", "a = format(x, '')")
_define("format_spec", "Out:a Reg:x Reg:spec", "Value", "a = format(x, spec) (type(x).__format__; a result that is no str: TypeError)")

_in_group("Unpacking and iteration")
_define(
    "unpack_sequence", "Window:w Reg:x Index:n", "None",
    "w[0...n-1] = the n items of x (which may be one of them), read through its iterator (lists and tuples directly); ValueError(not enough values to unpack"
    " (expected N, got M)), ValueError(too many values to unpack (expected N)), TypeError(cannot unpack non-iterable TYPE object)",
)
_define(
    "unpack_ex", "Window:w Reg:x Index:before Word:after", "None",
    "w[0...before-1] = the first items, w[before] = a list of the middle ones, then `after` last ones; ValueError(not enough values to"
    " unpack (expected at least N, got M))",
)
_define(
    "next_pair", "Window:w Target:t Word:it", "Branch",
    "if the next item of r[it - 1] is a pair that is at hand (enumerate and zip over lists, tuples and ranges, a dict's items, pairs in a list or tuple):"
    " w[0], w[1] = it, and go to t; else nothing",
)
_define("get_iter", "Out:a Reg:x", "ValueOrFrame", "a = iter(x); TypeError('TYPE' object is not iterable)")
_define(
    "for_iter", "Out:a Reg:it", "ValueSkip",
    "a = the next item of it, and skip the next instruction (a jump to the loop's exit); exhausted: a is unchanged, no skip",
    cache=1,
)

_in_group("Generators")
_define("generator_start", "Out:a", "Frame", "return a new generator that holds this frame's registers; first resumed after this, a = None")
_define(
    "yield", "Out:a Reg:x Index:delegate", "Frame",
    "suspend with x; resumed: a = what was sent, or what was thrown is raised here. The generator's handled exceptions go with it."
    " delegate: the register of what yield from delegates to, plus 1; else 0",
)
_define("generator_return", "Reg:x", "Frame", "finish the generator: StopIteration(x) for its resumer")
_define("yield_from_iter", "Out:a Reg:x", "ValueOrFrame", "a = x if x is a generator, else iter(x)")
_define(
    "send", "Out:a Reg:it Reg:x", "NextOrFrame",
    "a = it.send(x), or the next item of it if x is None, and skip the next instruction; finished: a = StopIteration's value, no skip",
)
_define(
    "throw_into", "Out:a Reg:it Reg:exc", "ValueSkip",
    "what yield from does with an exception thrown at its yield: GeneratorExit: it.close() if there (an error of looking it up is unraisable), then reraise exc; else"
    " a = it.throw(exc), and skip; finished: a = StopIteration's value, no skip; no attribute throw: reraise exc. This generator's handled exceptions are set aside while close or throw runs",
)
_define("stop_value", "Out:a Reg:exc", "Value", "a = the value of the StopIteration exc")

_in_group("Calls")
_define("call", "Out:a Window:w Index:n", "ValueOrFrame", "a = w[1](w[5], ... w[4+n])")
_define(
    "call_keywords", "Out:a Window:w Index:n Word:names", "ValueOrFrame",
    "as call; the last len(names) of the n arguments are keyword arguments (names: index of a constant tuple)",
)
_define(
    "call_spread", "Out:a Window:w", "ValueOrFrame",
    "a = w[1](*w[5], **w[6]); w[6] undefined: none; TypeError(F() argument after * must be an iterable, not TYPE)",
)
_define(
    "call_method", "Out:a Window:w Index:n Word:name", "ValueOrFrame",
    "a = w[5].name(w[6], ... w[4+n]), without a bound method: n counts the receiver (name: index of a constant)", cache=4,
)
_define(
    "call_method_keywords", "Out:a Window:w Index:n Word:name", "ValueOrFrame",
    "as call_method; bits 0-15 of name: the method's constant, bits 16-31: the constant tuple of the last arguments' names", cache=4,
)
_define(
    "load_method", "Window:w Const:name", "None",
    "look up w[5].name: a method of the type: w[1] = the function, w[5] stays; anything else: w[1] = the value, w[5] = undefined."
    " For method calls whose arguments may run something: the method is looked up before them", cache=4,
)
_define(
    "call_loaded", "Out:a Window:w Index:n", "ValueOrFrame",
    "a = w[1](w[5], ... w[4+n]), or w[1](w[6], ... w[4+n]) if w[5] is undefined: n counts the receiver either way",
)
_define(
    "call_loaded_keywords", "Out:a Window:w Index:n Word:names", "ValueOrFrame",
    "as call_loaded; the last len(names) arguments are keyword arguments (names: index of a constant tuple)",
)
_define(
    "call_global", "Out:a Window:w Index:n Word:name", "ValueOrFrame",
    "as load_global w[1], name; then call a, w, n (the arguments are such that the order is not seen)", cache=2,
)
_define("call_builtin", "Out:a Window:w Index:n Word:name", "ValueOrFrame", "as call_global, where a builtin is expected", cache=2)
_define(
    "call_super", "Out:a Window:w Index:n Word:name", "ValueOrFrame",
    "a = super().name(w[6], ... w[4+n]); w[1]: what the name super means here, w[2]: the cell of __class__ (empty: RuntimeError(super(): empty __class__ cell)), w[5]: the receiver, counted by n,"
    " undefined: RuntimeError(super(): arg[0] deleted);"
    " w[1] the type super: looked up after the cell's class in the receiver's type's order; else w[1]().name(...)", cache=3,
)
_define(
    "call_super_of", "Out:a Window:w Index:n Word:name", "ValueOrFrame",
    "a = super(w[2], w[5]).name(w[6], ... w[4+n]); w[1]: what the name super means here, w[5] counted by n; w[1] the type super and w[2] a type:"
    " looked up after that in the order of w[5]'s type; else w[1](w[2], w[5]).name(...)", cache=3,
)
_define(
    "load_super", "Out:a Window:w", "ValueOrFrame",
    "a = super(): w[0]: what the name super means, w[1]: the cell of __class__ (as in call_super), w[2]: the receiver,"
    " undefined: RuntimeError(super(): arg[0] deleted); w[0] the type super: super(the class, w[2]); else w[0]()",
)

_in_group("Functions, classes, modules")
_define(
    "make_function", "Out:a Const:code Window:w Word:flags", "Value",
    "a = a function of code and this function's globals; flags say what lies in w, in this order: 1 defaults (tuple), 2 keyword-only"
    " defaults (dict), 4 annotations (tuple: name, value...), 8 closure (the cells, one register each)",
)
_define("load_build_class", "Out:a", "Value", "a = builtins.__build_class__ (NameError: __build_class__ not found)")
_define(
    "import_name", "Out:a Const:name Const:from Word:level", "ValueOrFrame",
    "a = __import__(name, globals, locals, from, level), the builtins' own: from is None (a is the top package) or a tuple of names",
)
_define(
    "import_from", "Out:a Reg:module Const:name", "ValueOrFrame",
    "a = module.name, else sys.modules[module.__name__ + '.name'], else ImportError(cannot import name 'name' from 'M' (FILE))",
)
_define(
    "import_star", "Reg:module Reg:ns", "None",
    "ns[name] = module.name for each name of module.__all__, or else each of module.__dict__ that does not start with _",
)
_define("display", "Reg:x", "None", "sys.displayhook(x): an expression statement at the prompt")

_in_group("Exceptions")
_define(
    "raise", "Reg:x", "Frame",
    "raise x, an exception or an exception class to be called; __context__ = the handled exception; else TypeError(exceptions must derive"
    " from BaseException)",
)
_define(
    "raise_from", "Reg:x Reg:cause", "Frame",
    "as raise; x.__cause__ = cause (an exception, a class to be called, None), __suppress_context__ set; else TypeError(exception causes"
    " must derive from BaseException)",
)
_define(
    "raise_current", "", "Frame",
    "raise the handled exception again, no line being added to its traceback; none: RuntimeError(No active exception to reraise)",
)
_define("reraise", "Reg:exc", "Frame", "go on raising exc as it is: no context set, no line added to its traceback for this frame")
_define("raise_assertion", "Reg:message", "Frame", "raise AssertionError(message), or AssertionError() if message is undefined")
_define("push_handled", "Out:saved Reg:exc", "Value", "saved = the handled exception or None; exc is the handled exception (sys.exc_info)")
_define("pop_handled", "Reg:saved", "None", "the handled exception = saved")
_define(
    "load_enter", "Out:a Reg:x", "ValueOrFrame",
    "a = type(x).__enter__ bound to x; TypeError('TYPE' object does not support the context manager protocol)",
)
_define(
    "load_exit", "Out:a Reg:x", "ValueOrFrame",
    "a = type(x).__exit__ bound to x; the same TypeError with (missed __exit__ method) after it",
)
_define("with_exit", "Out:a Window:w Reg:exit", "ValueOrFrame", "a = exit(None, None, None), called in the window w")
_define(
    "with_exit_error", "Out:a Window:w Reg:exit", "ValueOrFrame",
    "a = exit(type(e), e, e.__traceback__), called in the window w, e being w[6]",
)
_define(
    "split_group", "Window:w Reg:exc Reg:type", "None",
    "except*: w[0] = the part of exc that matches type or None, w[1] = the rest or None (a naked exception is wrapped in a group)",
)
_define(
    "merge_groups", "Out:a Reg:exc Reg:list", "Value",
    "except*, at the end: a = what is to be raised of the exceptions in list: those that are parts of exc (same traceback, cause, context,"
    " notes) put together as exc was, with the others: None for nothing, one as it is, several in an ExceptionGroup('')",
)

# fmt: on

INSTRUCTIONS: dict[str, InstructionDefinition] = {d.name: d for d in _definitions}

# Instructions after which nothing follows.
ENDS = frozenset(
    {
        "jump",
        "loop",
        "ret",
        "ret_none",
        "generator_return",
        "raise",
        "raise_from",
        "raise_current",
        "reraise",
        "raise_assertion",
    }
)

# Instructions that a following conditional jump on their result is fused with.
FUSED = frozenset(
    {"lt", "le", "eq", "ne", "gt", "ge", "is", "is_not"}
    | {f"{n}_imm" for n in ("lt", "le", "eq", "ne", "gt", "ge")}
)

assert len(INSTRUCTIONS) == len(_definitions), "an instruction is defined twice"


def reference_page() -> str:
    """The text of docs/pyta/instruction-set.md."""
    out = [
        "# Pyta's instruction set",
        "",
        "Generated from `src/pyta/compiler/instruction.py` (`python -m pyta.compiler.instruction`); do not edit.",
        "Operand and result kinds: [execution](../design/execution.md). A fourth operand is an extra word; `cache` counts the words of inline cache.",
        f"{len(INSTRUCTIONS)} instructions.",
    ]
    contract = (__doc__ or "").split("\n\n", 1)[1].rstrip()
    out += ["", contract]
    group = ""
    for d in INSTRUCTIONS.values():
        if d.group != group:
            group = d.group
            out += [
                "",
                f"## {group}",
                "",
                "| instruction | operands | result | cache | meaning |",
                "|---|---|---|---|---|",
            ]
        operands = ", ".join(f"{label} `{kind}`" for kind, label in d.operands)
        meaning = d.meaning.replace("|", "\\|")
        out.append(f"| `{d.name}` | {operands} | {d.result} | {d.cache_words or ''} | {meaning} |")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    print(reference_page(), end="")
