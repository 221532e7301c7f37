"""Helpers of the import system. (Level: guest.)"""

import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

MAGIC_NUMBER = b"\xa7\r\r\n"


def resolve_name(name, package):
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    level = len(name) - len(name.lstrip("."))
    parts = package.rsplit(".", level - 1)
    if len(parts) < level:
        raise ImportError("attempted relative import beyond top-level package")
    name = name[level:]
    return f"{parts[0]}.{name}" if name else parts[0]


def find_spec(name, package=None):
    """The spec of a module, or None; its parents are imported."""
    fullname = resolve_name(name, package) if name.startswith(".") else name
    held = sys.modules.get(fullname)
    if held is not None:
        spec = getattr(held, "__spec__", None)
        if spec is not None:
            return spec
    parent = fullname.rpartition(".")[0]
    path = None
    if parent:
        module = __import__(parent, fromlist=["__path__"])
        try:
            path = module.__path__
        except AttributeError:
            raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find {fullname!r}", name=fullname) from None
    for finder in sys.meta_path:
        spec = finder.find_spec(fullname, path, None)
        if spec is not None:
            return spec
    return None


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    import os

    location = os.path.abspath(os.fspath(location)) if location is not None else None
    if loader is None:
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    spec.submodule_search_locations = submodule_search_locations
    if submodule_search_locations is None and location is not None and location.endswith("__init__.py"):
        spec.submodule_search_locations = [os.path.dirname(location)]
    return spec


def module_from_spec(spec):
    made = None
    if hasattr(spec.loader, "create_module"):
        made = spec.loader.create_module(spec)
    if made is None:
        made = type(sys)(spec.name)
    if getattr(made, "__loader__", None) is None:
        made.__loader__ = spec.loader
    if getattr(made, "__package__", None) is None:
        made.__package__ = spec.parent
    made.__spec__ = spec
    if spec.submodule_search_locations is not None:
        made.__path__ = spec.submodule_search_locations
    if spec.has_location:
        made.__file__ = spec.origin
    return made


def cache_from_source(path, debug_override=None, *, optimization=None):
    import os

    head, tail = os.path.split(os.fspath(path))
    return os.path.join(head, "__pycache__", f"{tail.rpartition('.')[0]}.{sys.implementation.cache_tag}.pyc")


def source_from_cache(path):
    raise ValueError(f"not a PEP 3147 pyc path: {path!r}")


def decode_source(source_bytes):
    from io import BytesIO, IncrementalNewlineDecoder
    from tokenize import detect_encoding

    encoding = detect_encoding(BytesIO(source_bytes).readline)
    return IncrementalNewlineDecoder(None, True).decode(source_bytes.decode(encoding[0]))


def source_hash(source_bytes):
    return b"\0" * 8


class LazyLoader:
    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
