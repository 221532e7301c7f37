"""What sys has besides its native part: made when it is first asked for (pyta/module/system.py). (Level: guest.)"""

from _pyta import host as _host

executable, prefix, base_prefix, exec_prefix, version, _version_info, builtin_module_names, _stdlib, hexversion, orig_argv = _host("host")
base_exec_prefix = exec_prefix
builtin_module_names = tuple(sorted(set(builtin_module_names) | {"_pyta"}))
stdlib_module_names = frozenset(_stdlib)
copyright = "Copyright (c) the authors of Pyta."
platlibdir = "lib"
pycache_prefix = None
_flags, warnoptions, _settings = _host("options")
dont_write_bytecode = bool(_flags[4])
_xoptions = dict(_settings)
path_hooks = []
meta_path = []
path_importer_cache = {}
tracebacklimit = 1000
ps1 = ">>> "
ps2 = "... "
abiflags = ""
_git = ("CPython", "", "")
_framework = ""
_home = None
last_type = last_value = last_traceback = None
del tracebacklimit, ps1, ps2, last_type, last_value, last_traceback


class _Record(tuple):
    """A tuple whose items have names."""

    __slots__ = ()
    _fields = ()

    def __repr__(self):
        inner = ", ".join([f"{n}={v!r}" for n, v in zip(self._fields, self)])
        return f"sys.{type(self).__name__}({inner})"

    def __reduce__(self):
        return type(self), (tuple(self),)


def _record(name, fields, values):
    space = {"__slots__": (), "_fields": fields, "__module__": "sys", "n_fields": len(fields), "n_sequence_fields": len(fields),
             "n_unnamed_fields": 0, "__match_args__": fields}

    def getter(i):
        return property(lambda self: self[i])

    for i, field in enumerate(fields):
        space[field] = getter(i)
    return type(name, (_Record,), space)(values)


version_info = _record("version_info", ("major", "minor", "micro", "releaselevel", "serial"), _version_info)
flags = _record(
    "flags",
    ("debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment",
     "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding",
     "safe_path", "int_max_str_digits"),
    _flags,
)  # fmt: skip
float_info = _record(
    "float_info",
    ("max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"),
    (1.7976931348623157e308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, 2.220446049250313e-16, 2, 1),
)
int_info = _record(
    "int_info", ("bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"), (64, 8, 4300, 640)
)
hash_info = _record(
    "hash_info",
    ("width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"),
    (64, (1 << 61) - 1, 314159, 0, 1000003, "siphash13", 64, 128, 0),
)
thread_info = _record("thread_info", ("name", "lock", "version"), ("pthread", "semaphore", None))


class SimpleNamespace:
    """A simple attribute-based namespace."""

    __module__ = "types"

    def __init__(self, /, *args, **kwargs):
        if args:
            raise TypeError("no positional arguments expected")
        self.__dict__.update(kwargs)

    def __repr__(self):
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        held = _shown.setdefault("seen", [])
        if any(x is self for x in held):
            return f"{name}(...)"
        held.append(self)
        try:
            return f"{name}({', '.join([f'{k}={v!r}' for k, v in self.__dict__.items()])})"
        finally:
            held.pop()

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None

    def __reduce__(self):
        return type(self), (), self.__dict__

    def __replace__(self, /, **changes):
        made = type(self)()
        made.__dict__.update(self.__dict__)
        made.__dict__.update(changes)
        return made


_shown = {}
implementation = SimpleNamespace(
    name="pyta", cache_tag=f"pyta-{version_info[0]}{version_info[1]}", version=version_info, hexversion=hexversion, _multiarch="x86_64-linux-gnu"
)

def getsizeof(object, default=None):
    """The size in bytes: what CPython's own layout would take, roughly."""
    method = getattr(type(object), "__sizeof__", None)
    if method is not None and method is not getattr(type(None), "__sizeof__", None):
        try:
            return method(object) + 16
        except TypeError:
            pass
    if isinstance(object, int):
        return 24 + 4 * max(1, (abs(object).bit_length() + 29) // 30)
    if isinstance(object, float):
        return 24
    if isinstance(object, str):
        return 49 + len(object)
    if isinstance(object, (bytes, bytearray)):
        return 33 + len(object)
    if isinstance(object, tuple):
        return 40 + 8 * len(object)
    if isinstance(object, list):
        return 56 + 8 * len(object)
    if isinstance(object, (dict, set, frozenset)):
        return 64 + 104 * ((len(object) + 4) // 5)
    return 48


def settrace(function):
    if function is not None:
        raise NotImplementedError("sys.settrace is not supported")


setprofile = settrace
_switch_interval = 0.005


def getswitchinterval():
    return _switch_interval


def setswitchinterval(interval):
    global _switch_interval
    _switch_interval = float(interval)


def addaudithook(hook):
    pass


def call_tracing(function, args):
    return function(*args)


def _clear_type_cache():
    pass


def getallocatedblocks():
    return 0


def getunicodeinternedsize():
    return 0


def unraisablehook(unraisable, /):
    """Tell of an exception that nothing can catch."""
    import sys
    import traceback

    if sys.stderr is None:
        return
    what = unraisable.err_msg or "Exception ignored in"
    sys.stderr.write(f"{what}: {unraisable.object!r}\n")
    sys.stderr.write("".join(traceback.format_exception(unraisable.exc_type, unraisable.exc_value, unraisable.exc_traceback)))


UnraisableHookArgs = _record("UnraisableHookArgs", ("exc_type", "exc_value", "exc_traceback", "err_msg", "object"), (None,) * 5).__class__


def unraisable(error, object):
    """What the interpreter calls for one where the program has asked for the hook."""
    import sys

    sys.unraisablehook(UnraisableHookArgs((type(error), error, error.__traceback__, None, object)))


__unraisablehook__ = unraisablehook


def breakpointhook(*args, **kwargs):
    raise NotImplementedError("there is no debugger")


__breakpointhook__ = breakpointhook


def activate_stack_trampoline(backend):
    raise ValueError("perf trampoline not available")


def _current_frames():
    return {}


def _getframemodulename(depth=0):
    import sys

    try:
        return sys._getframe(depth + 1).f_globals.get("__name__")
    except ValueError:
        return None


def get_asyncgen_hooks():
    return (None, None)


def set_asyncgen_hooks(*args, **kwargs):
    pass


def get_coroutine_origin_tracking_depth():
    return 0
