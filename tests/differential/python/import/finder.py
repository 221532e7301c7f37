"""Finders of programs in sys.meta_path: before and behind the interpreter's own; loaders of both protocols."""
import importlib
import importlib.util
import sys
from importlib.machinery import ModuleSpec, PathFinder


class Loader:
    def __init__(self, source):
        self.source = source

    def create_module(self, spec):
        print("create", spec.name)
        return None

    def exec_module(self, module):
        exec(self.source, module.__dict__)


class Old:
    def load_module(self, name):
        module = sys.modules[name] = type(sys)(name)
        module.old = True
        return module


SOURCES = {"virtual": "x = 1", "virtual.inner": "from . import x\ny = x + 1", "bad": "half = 1\nraise ValueError('in bad')", "json": "mine = True"}


class Finder:
    def __init__(self, label, names):
        self.label, self.names = label, names

    def find_spec(self, name, path, target=None):
        if name in self.names:
            print(self.label, "finds", name, path)
            if name == "legacy":
                return ModuleSpec(name, Old())
            return ModuleSpec(name, Loader(SOURCES[name]), is_package=name == "virtual", origin="nowhere")
        return None


last = Finder("last", {"virtual", "virtual.inner", "bad", "legacy", "string"})
sys.meta_path.append(last)
import virtual.inner

print(virtual.x, virtual.inner.y, virtual.__path__, virtual.__spec__.origin, virtual.inner.__package__, virtual.inner.__spec__.parent)
try:
    import bad
except ValueError as e:
    print(e, "bad" in sys.modules)
import legacy

print(legacy.old, legacy.__name__)
import string

print(hasattr(string, "ascii_letters"))
sys.modules.pop("json", None)
first = Finder("first", {"json"})
sys.meta_path.insert(0, first)
import json

print(json.mine, sys.modules["json"] is json)
sys.meta_path.remove(first)
del sys.modules["json"]
import json

print(hasattr(json, "dumps"))
print(importlib.util.find_spec("virtual.inner").parent, importlib.util.find_spec("nothing_here"), PathFinder in sys.meta_path)
print(importlib.import_module("virtual.inner") is virtual.inner)
sys.meta_path.remove(last)
try:
    import virtual.other
except ModuleNotFoundError as e:
    print(e)


class Broken:
    def find_spec(self, name, path, target=None):
        raise RuntimeError("broken finder: " + name)


sys.meta_path.insert(0, Broken())
try:
    import surely_nothing
except RuntimeError as e:
    print(e)
del sys.meta_path[0]


def __getattr__(name):
    return name
