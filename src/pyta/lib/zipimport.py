"""Archives on sys.path. Modules in them are found and run by Pyta itself; this describes them. (Level: guest.)"""

import sys
from importlib.machinery import SourceFileLoader, _found_spec

import _pyta

__all__ = ["ZipImportError", "zipimporter"]
_zip_directory_cache = {}


class ZipImportError(ImportError):
    pass


class zipimporter(SourceFileLoader):
    """A loader for a zip archive, or for a folder within one."""

    def __init__(self, path):
        archive, inner = _pyta.host("split_archive", path) if isinstance(path, str) and path else ("", "")
        if not archive:
            raise ZipImportError(f"not a Zip file: {path!r}" if path else "archive path is empty", path=path)
        self.archive, self.prefix = archive, inner + "/" if inner else ""
        self._files = self._zip().namelist()

    def _zip(self):
        import zipfile

        try:
            return zipfile.ZipFile(self.archive)
        except (OSError, zipfile.BadZipFile):
            raise ZipImportError(f"not a Zip file: {self.archive!r}", path=self.archive) from None

    def __repr__(self):
        return f'<zipimporter object "{self.archive}/{self.prefix}">'

    def _file(self, fullname):
        """The name in the archive of a module's source, or None."""
        base = self.prefix + fullname.rpartition(".")[2]
        for file in (base + "/__init__.py", base + ".py"):
            if file in self._files:
                return file
        return None

    def find_spec(self, fullname, target=None):
        file = self._file(fullname)
        if file is None:
            return None
        path = f"{self.archive}/{file}"
        return _found_spec(fullname, path, [path.rpartition("/")[0]] if file.endswith("/__init__.py") else None)

    def get_resource_reader(self, fullname):
        from importlib.readers import ZipReader

        return ZipReader(self, fullname)

    def get_data(self, path):
        name = path.removeprefix(self.archive + "/")
        with self._zip() as z:
            try:
                return z.read(name)
            except KeyError:
                raise OSError(0, "", name) from None

    def _own_file(self, fullname):
        file = self._file(fullname)
        if file is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        return file

    def get_filename(self, fullname):
        return f"{self.archive}/{self._own_file(fullname)}"

    def get_source(self, fullname):
        return self.get_data(self._own_file(fullname)).decode()

    def get_code(self, fullname):
        return compile(self.get_data(self._own_file(fullname)), self.get_filename(fullname), "exec")

    def is_package(self, fullname):
        return self._own_file(fullname).endswith("/__init__.py")

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname):
        spec = self.find_spec(fullname)
        if spec is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        from importlib.util import module_from_spec

        module = sys.modules[fullname] = module_from_spec(spec)
        self.exec_module(module)
        return sys.modules[fullname]

    def invalidate_caches(self):
        self._files = self._zip().namelist()
