"""Specs, loaders, finders: as descriptions of what Pyta found. (Level: guest.)"""

import sys

import _pyta

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = [".pyc"]
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = []


def all_suffixes():
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """What is known of a module before it is loaded."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._initializing = False
        self._set_fileattr = False
        self._cached = None

    @property
    def parent(self):
        return self.name.rpartition(".")[0] if self.submodule_search_locations is None else self.name

    @property
    def has_location(self):
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)

    @property
    def cached(self):
        return self._cached

    @cached.setter
    def cached(self, value):
        self._cached = value

    def __eq__(self, other):
        try:
            return (self.name == other.name and self.loader == other.loader and self.origin == other.origin
                    and self.submodule_search_locations == other.submodule_search_locations)
        except AttributeError:
            return NotImplemented

    __hash__ = None

    def __repr__(self):
        parts = [f"name={self.name!r}", f"loader={self.loader!r}"]
        if self.origin is not None:
            parts.append(f"origin={self.origin!r}")
        if self.submodule_search_locations is not None:
            parts.append(f"submodule_search_locations={self.submodule_search_locations}")
        return f"ModuleSpec({', '.join(parts)})"


class _Loader:
    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def create_module(self, spec):
        return None

    def is_package(self, fullname):
        return self.path.endswith("__init__.py")

    def get_filename(self, fullname=None):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as f:
            return f.read()

    def get_source(self, fullname=None):
        with open(self.path, encoding="utf-8") as f:
            return f.read()

    def get_code(self, fullname=None):
        return compile(self.get_data(self.path), self.path, "exec")

    def exec_module(self, module):
        exec(self.get_code(), module.__dict__)

    def load_module(self, fullname=None):
        from importlib import import_module

        return import_module(fullname or self.name)


class SourceFileLoader(_Loader):
    def get_resource_reader(self, module):
        from importlib.readers import FileReader

        return FileReader(self)


class SourcelessFileLoader(_Loader):
    pass


class ExtensionFileLoader(_Loader):
    pass


class NamespaceLoader(_Loader):
    def __init__(self, name="", path=None, path_finder=None):
        self.name = name
        self._path = path

    def get_resource_reader(self, module):
        from importlib.readers import NamespaceReader

        return NamespaceReader(self._path)

    def is_package(self, fullname):
        return True

    def get_source(self, fullname=None):
        return ""

    def exec_module(self, module):
        pass


class BuiltinImporter:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        found = sys.modules.get(fullname)
        if found is not None and getattr(found, "__file__", None) is None and fullname in sys.builtin_module_names:
            return _builtin_spec(fullname)
        return None


class FrozenImporter:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class WindowsRegistryFinder:
    pass


def _found_spec(fullname, file, folders):
    """The spec of what is in a file, or (without one) in folders alone."""
    if file is None:
        spec = ModuleSpec(fullname, NamespaceLoader(fullname, list(folders)), is_package=True)
    else:
        loader = SourceFileLoader(fullname, file)
        _, inner = _pyta.host("split_archive", file)
        if inner:
            import zipimport

            loader = zipimport.zipimporter(file.rpartition("/")[0] if folders is None else file.rpartition("/")[0].rpartition("/")[0])
        spec = ModuleSpec(fullname, loader, origin=file, is_package=folders is not None)
        spec.has_location = True
    if folders is not None:
        spec.submodule_search_locations = list(folders)
    return spec


def _builtin_spec(fullname):
    return ModuleSpec(fullname, BuiltinImporter, origin="built-in", is_package=False)


class PathFinder:
    @classmethod
    def invalidate_caches(cls):
        _pyta.host("forget_folders")

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        found = _pyta.host("find_module", fullname, list(sys.path if path is None else path))
        if found is None:
            return None
        return _found_spec(fullname, *found)

    @staticmethod
    def find_distributions(*args, **kwargs):
        from importlib.metadata import MetadataPathFinder

        return MetadataPathFinder.find_distributions(*args, **kwargs)


class FileFinder:
    def __init__(self, path, *loader_details):
        self.path = path or "."

    @classmethod
    def path_hook(cls, *loader_details):
        def path_hook_for_FileFinder(path):
            import os

            if not os.path.isdir(path or "."):
                raise ImportError("only directories are supported", path=path)
            return cls(path, *loader_details)

        return path_hook_for_FileFinder

    def find_spec(self, fullname, target=None):
        return PathFinder.find_spec(fullname, [self.path])


if not sys.meta_path:  # what code that looks for finders is to see; modules are found by Pyta itself
    sys.path_hooks.append(FileFinder.path_hook())
    sys.meta_path.extend((BuiltinImporter, FrozenImporter, PathFinder))
