"""Finding modules: what pyta.protocol.importing asks when a module is not in sys.modules.

The order is CPython's: modules that are part of the interpreter (files of `pyta/lib` whose name the host counts as built in, or
that are private to Pyta), then the folders of the path. In the folder of the host's standard library, a file of `pyta/lib` goes
before the library's own.

A folder is listed once and listed again when its time of change differs: a look for a module costs one `stat` a folder.
A zip archive, or a folder within one, may stand for a folder.
"""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyta.host.option import Options

LIBRARY = os.path.dirname(os.__file__)
OWN_LIBRARY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib")


class Found:
    """A module's source file (None for a namespace package), and the folders of a package."""

    def __init__(self, file: str | None, folders: tuple[str, ...] | None) -> None:
        self.file, self.folders = file, folders


class Finder:
    """Looks for source modules."""

    def __init__(self) -> None:
        self._listings: dict[str, tuple[int, frozenset[str]]] = {}
        self._archives: dict[str, list[str]] = {}

    def find(self, name: str, path: Sequence[str] | None) -> Found | None:
        """A module by its full name along folders. Returns: None if there is none."""
        _, _, rest = name.partition(".")
        last = name.rpartition(".")[2]
        if not rest and (name.startswith("_") or name in sys.builtin_module_names):
            found = self._in_folder(OWN_LIBRARY, last)
            if found is not None:
                return found
        namespace: list[str] = []
        for folder in path or ():
            if folder == LIBRARY and not rest:
                found = self._in_folder(OWN_LIBRARY, last)
                if found is not None:
                    return found
            found = self._in_folder(folder or os.getcwd(), last)
            if found is not None:
                if found.file is not None:
                    return found
                namespace.extend(found.folders or ())
        if namespace:
            return Found(None, tuple(namespace))
        return None

    def _in_folder(self, folder: str, last: str) -> Found | None:
        names = self._names(folder)
        if last in names:
            base = os.path.join(folder, last)
            if "__init__.py" in self._names(base):
                return Found(os.path.join(base, "__init__.py"), (base,))
            if f"{last}.py" not in names and (os.path.isdir(base) or self._names(base)):
                return Found(None, (base,))
        if f"{last}.py" in names:
            return Found(os.path.join(folder, f"{last}.py"), None)
        return None

    def _names(self, folder: str) -> frozenset[str]:
        try:
            changed = os.stat(folder).st_mtime_ns
        except NotADirectoryError:
            return self._names_in_archive(folder)
        except OSError:
            return frozenset()
        held = self._listings.get(folder)
        if held is not None and held[0] == changed:
            return held[1]
        try:
            names = frozenset(os.listdir(folder))
        except NotADirectoryError:
            names = self._names_in_archive(folder)
        except OSError:
            names = frozenset()
        self._listings[folder] = (changed, names)
        return names

    def _names_in_archive(self, folder: str) -> frozenset[str]:
        archive, inner = split_archive(folder)
        held = self._archives.get(archive)
        if held is None:
            import zipfile  # lazy: few programs are in archives

            try:
                with zipfile.ZipFile(archive) as z:
                    held = z.namelist()
            except (OSError, zipfile.BadZipFile):
                held = []
            self._archives[archive] = held
        start = f"{inner}/" if inner else ""
        return frozenset(n[len(start) :].partition("/")[0] for n in held if n.startswith(start)) - {""}

    def forget(self) -> None:
        """importlib.invalidate_caches."""
        self._listings.clear()
        self._archives.clear()


def split_archive(path: str) -> tuple[str, str]:
    """The part of a path that is a file, and what lies within it."""
    inner: list[str] = []
    while path and not os.path.isfile(path):
        path, _, last = path.rpartition("/")
        inner.insert(0, last)
    return path, "/".join(inner)


def read_source(file: str) -> bytes:
    """The content of a source file, which may lie within an archive. Raises: OSError."""
    try:
        with open(file, "rb") as f:
            return f.read()
    except NotADirectoryError:
        import zipfile  # lazy

        archive, inner = split_archive(file)
        try:
            with zipfile.ZipFile(archive) as z:
                return z.read(inner)
        except (KeyError, zipfile.BadZipFile):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), file) from None


def start_path(folder: str | None, options: Options | None = None) -> list[str]:
    """sys.path at the start: the program's folder, those of PYTHONPATH, the host's library, its site packages."""
    path = [] if folder is None else [folder]
    if options is None or not options["ignore_environment"]:
        path += [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    packages = () if options is not None and options["no_site"] else ("site-packages", "dist-packages")
    user = (
        os.path.join(os.path.expanduser("~"), ".local", "") if options is not None and options["no_user_site"] else "\0"
    )
    path += [p for p in sys.path if p == LIBRARY or (os.path.basename(p) in packages and not p.startswith(user))]
    return path if LIBRARY in path else [*path, LIBRARY]
