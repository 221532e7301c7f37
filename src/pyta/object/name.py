"""The interned names the kernel level of Pyta uses: `name("__init__")` is one load. Append only."""

from __future__ import annotations

NAMES: tuple[str, ...] = (
    "__init__", "__new__", "__name__", "__qualname__", "__module__", "__doc__", "__dict__", "__class__", "__bases__",
    "__mro__", "__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__get__", "__set__", "__delete__",
    "__call__", "__repr__", "__str__", "__hash__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__bool__",
    "__len__", "__iter__", "__next__", "__contains__", "__getitem__", "__setitem__", "__delitem__", "__missing__",
    "__class_getitem__", "__reversed__", "__length_hint__", "__index__", "__int__", "__float__", "__complex__", "__round__",
    "__trunc__", "__floor__", "__ceil__", "__abs__", "__neg__", "__pos__", "__invert__", "__add__", "__radd__", "__iadd__",
    "__sub__", "__rsub__", "__isub__", "__mul__", "__rmul__", "__imul__", "__truediv__", "__rtruediv__", "__itruediv__",
    "__floordiv__", "__rfloordiv__", "__ifloordiv__", "__mod__", "__rmod__", "__imod__", "__divmod__", "__rdivmod__",
    "__pow__", "__rpow__", "__ipow__", "__matmul__", "__rmatmul__", "__imatmul__", "__lshift__", "__rlshift__",
    "__ilshift__", "__rshift__", "__rrshift__", "__irshift__", "__and__", "__rand__", "__iand__", "__or__", "__ror__",
    "__ior__", "__xor__", "__rxor__", "__ixor__", "__enter__", "__exit__", "__format__", "__bytes__", "__del__",
    "__slots__", "__init_subclass__", "__set_name__", "__prepare__", "__instancecheck__", "__subclasscheck__",
    "__subclasses__", "__annotations__", "__classcell__", "__weakref__", "__wrapped__", "__defaults__", "__kwdefaults__",
    "__code__", "__globals__", "__closure__", "__builtins__", "__name__", "__file__", "__path__", "__package__", "__spec__",
    "__loader__", "__all__", "__import__", "__build_class__", "__traceback__", "__cause__", "__context__",
    "__suppress_context__", "__notes__", "args", "with_traceback", "add_note", "value", "code", "msg", "name", "path",
    "send", "throw", "close", "keys", "items", "values", "get", "append", "write", "read", "flush", "stdout", "stderr",
    "stdin", "modules", "builtins", "__main__", "sys", "errno", "strerror", "filename", "real", "imag", "numerator",
    "denominator", "fget", "fset", "fdel", "__func__", "__self__", "__isabstractmethod__", "__abstractmethods__",
    "__objclass__", "__text_signature__", "__dir__", "__sizeof__", "__reduce__", "__reduce_ex__", "__getstate__",
    "__setstate__", "__copy__", "__deepcopy__", "__getnewargs__", "__getnewargs_ex__", "__fspath__", "__main__", "object",
    "type", "metaclass", "mro", "__mro_entries__", "__orig_bases__", "__type_params__", "__base__", "__await__", "__aiter__",
    "__anext__", "obj", "text", "lineno", "offset", "end_lineno", "end_offset", "print_file_and_line", "reason", "encoding",
    "start", "end", "characters_written", "exceptions", "message", "tb_frame", "tb_lineno", "tb_next", "tb_lasti",
    "displayhook", "excepthook", "sep", "file", "key", "default", "reverse", "strict", "__match_args__", "__basicsize__",
    "__flags__", "__dictoffset__", "__weakrefoffset__", "__itemsize__", "__bool__", "__static_attributes__",
    "__firstlineno__", "_",
    "__stdin__", "__stdout__", "__stderr__", "_io", "_pyta_os", "_standard_buffer", "UnsupportedOperation", "os_error", "readline",
    "_pyta_sys", "argv", "ps1", "copyreg", "__newobj__", "__newobj_ex__", "_reduce_ex", "__subclasshook__",
    "derive", "split", "open", "_ast", "_parse", "_plain", "_fields", "_pyta_generic", "GenericAlias", "unite",
    "getattr", "_struct", "calcsize_slowly", "pack_slowly", "unpack_slowly", "unpack_at_slowly", "insert", "_json", "fail", "_codecs", "encode_text", "decode_text",
    "array", "_array_reconstructor", "iter", "copy", "update", "_sre", "_template", "_shown", "_groupdict", "_expand", "search", "join", "object_hook", "object_pairs_hook", "parse_float", "parse_int",
    "parse_constant", "sort", "_readline_slowly", "_read_slowly", "_write_slowly", "_write_pending", "itemgetter", "attrgetter",
    "_pyta_prompt", "read_line", "site_builtin", "_pyta_start", "set_spec", "copyright", "credits", "license", "help",
    "meta_path", "import_by_finders", "unraisablehook", "unraisable",
    "__unraisablehook__", "__breakpointhook__", "__type_params__",
    "name_from",
)  # fmt: skip
NAME_INDEX: dict[str, int] = {}
for _index, _name in enumerate(NAMES):
    NAME_INDEX.setdefault(_name, _index)
