"""Importing by program. Modules are found and run by Pyta itself (pyta/protocol/importing.py). (Level: guest.)"""

import sys

import _pyta

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]
__import__ = __import__
__path__.append(_pyta.host("library") + "/importlib")  # what is not made for Pyta is the library's own


def import_module(name, package=None):
    """Import a module by its name; a relative one needs the package."""
    level = 0
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        for c in name:
            if c != ".":
                break
            level += 1
        name = name[level:]
        parts = package.rsplit(".", level - 1)
        if len(parts) < level:
            raise ImportError("attempted relative import beyond top-level package")
        name = f"{parts[0]}.{name}" if name else parts[0]
    return __import__(name, fromlist=("",)) if "." not in name else _deep(name)


def _deep(name):
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    _pyta.host("forget_folders")


def reload(module):
    """Run a module's code again in its namespace."""
    return _pyta.reload(module)


def __getattr__(name):
    if name in ("util", "machinery", "abc", "resources", "metadata", "_bootstrap", "_bootstrap_external", "readers", "simple"):
        return import_module(f"importlib.{name}")
    raise AttributeError(f"module 'importlib' has no attribute {name!r}")
