"""Names that code expects of the host's import system. (Level: guest.)"""

import sys
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec

_ERR_MSG = "No module named {!r}"


def _module_repr(module):
    return repr(module)


def _exec(spec, module):
    """Run a module's code again in it."""
    spec.loader.exec_module(module)
    return sys.modules[spec.name]


def _load(spec):
    """The module of a spec."""
    from importlib.util import module_from_spec

    if not hasattr(spec.loader, "exec_module") and spec.loader is not None:
        return spec.loader.load_module(spec.name)
    module = sys.modules[spec.name] = module_from_spec(spec)
    try:
        if spec.loader is not None:
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return sys.modules[spec.name]


def _builtin_from_name(name):
    return __import__(name)
