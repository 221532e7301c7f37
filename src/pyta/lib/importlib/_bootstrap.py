"""Names that code expects of the host's import system. (Level: guest.)"""

from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec


def _module_repr(module):
    return repr(module)
