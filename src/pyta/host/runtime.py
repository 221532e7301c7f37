"""Pyta's runtime on the host's side: compiling, running, finding modules, reporting errors."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` imports enum
import os
import sys

from corevm.bytecode.cache import ModuleCache, command_name, state_of
from corevm.engine.runtime import NONE, TRUE, GuestError, LimitError, Runtime
from corevm.engine.store import cache_folder
from corevm.errors import UsageError
from pyta.host.image import SPEC
from pyta.host.importing import Finder, Found, read_source
from pyta.host.option import DEFAULT_DIGITS, Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

DELETED = 0x24
INTERRUPTED = 130  # the status a shell shows for a program that SIGINT ended
STACK_WORDS = 1 << 23  # address space: what no frame has touched costs nothing
TEXTS_KEPT = 32  # of those a program compiles: one that makes new texts at each run is not to fill the cache
SOURCE_FLAGS = (
    0x1FE4200  # the host's compiler flags that matter here: of future statements, and of an input that may go on
)
TWINS = (  # the order is that of pyta.op.enter
    "call_method", "call_native_method", "call_known_method", "call_global", "call_builtin", "call_known_global", "call",
    "call_known",
)  # fmt: skip
TRACEBACK, CAUSE, CONTEXT, SUPPRESS, ARGS, TYPE = range(6)


class PytaRuntime(Runtime):
    """A Pyta machine: `run_source`, `run_module`, and imports of source modules along sys.path."""

    def __init__(self, path: Sequence[str] = (), **options: Any) -> None:
        options.setdefault("stack_words", STACK_WORDS)
        super().__init__(SPEC, **options)
        self.native("host_start")
        self.path = list(path)
        self.finder = Finder()
        self.options, self.is_interactive = Options(), False
        self._main_space = 0
        self._describes = False
        self._modules: ModuleCache | None = None
        self._texts_left = TEXTS_KEPT
        for number, name, function, least, most in (
            (0, "import_hook", self._find_module, 2, 2), (1, "compile_hook", self._compile, 5, 5),
            (2, "host", self._bridge, 1, -1),
        ):  # fmt: skip
            hook = self.host_function(name, function, least, most)
            self.native("host_set_hook", number, hook)
        for number, name in enumerate(TWINS):
            self.native("host_set_twin", number, self.shapes[name][0])
        space = self.native("host_module_space", self.native("host_find_module", self.name("_pyta")))
        self.set_name(space, "host", hook)
        space = self.native("host_sys")
        hook = self.host_function("excepthook", self._print_exception, 3, 3)
        for name in ("excepthook", "__excepthook__"):
            self.set_name(space, name, hook)
        for name in ("stdin", "stdout", "stderr"):
            if getattr(sys, f"__{name}__") is None:  # closed at the start: its descriptor may be another file's by now
                self.set_name(space, name, NONE)
                self.set_name(space, f"__{name}__", NONE)

    # --- names
    def set_name(self, space: int, text: str, value: int) -> None:
        handle = self.hold(value)
        self.native("host_set_name", space, self.name(text), value)
        self.release(handle)

    # --- running
    def new_module(self, name: str, file: str | None = None) -> tuple[int, int]:
        """A module entered into sys.modules, and its namespace; both held."""
        module = self.native("host_module", self.name(name))
        self.hold(module)
        space = self.native("host_module_space", module)
        if file is not None:
            self.set_name(space, "__file__", self.string(file))
        return module, space

    def compile_function(self, source: str | bytes, file: str, space: int = NONE, keep: bool = False) -> int:
        """A module's code as a function without parameters; held. `keep`: also if it is from no file. Raises: SyntaxError."""
        content = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
        cache = self._cache() if keep or (not file.startswith("<") and isinstance(source, bytes)) else None
        name = command_name(file, content) if file.startswith("<") else file
        kept = cache.find(name, content, self.view_file) if cache is not None else None
        if kept is not None:
            return self.load(kept, space)
        from pyta.compiler.compile import compile_source  # lazy: a start from kept bytecode needs no compiler

        module = self.verified_module(compile_source(source, file, optimize=self.options["optimize"]))
        if cache is not None:
            cache.keep(name, content, module)
        return self.load(module, space)

    def _cache(self) -> ModuleCache:
        """The compiled modules kept for this image, this compiler and these options."""
        if self._modules is None:
            root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
            folders = [
                os.path.join(root, *f)
                for f in (("pyta", "compiler"), ("pyta", "syntax"), ("corevm", "bytecode"), ("corevm", "lang"))
            ]
            key = f"{os.path.basename(self.image.path)} {self.options['optimize']} {sys.version}".encode()
            self._modules = ModuleCache(os.path.join(cache_folder(), "module"), key + state_of(folders))
        return self._modules

    def run_source(self, source: str | bytes, file: str, space: int, keep: bool = False) -> int:
        """Run a module's source in a namespace. `keep`: its code, for the next time, also if it is from no file. Raises: SyntaxError, GuestError."""
        return self.call_words(self.compile_function(source, file, space, keep), [])

    # --- for embedders
    def namespace(self) -> int:
        """The namespace of __main__, where `eval` and `exec` run."""
        if not self._main_space:
            self._main_space = self.new_module("__main__")[1]
        return self._main_space

    def eval(self, source: str, file: str = "<eval>") -> Any:
        return self._evaluate(source, file, "eval")

    def exec(self, source: str, file: str = "<exec>") -> None:
        try:
            self._evaluate(source, file, "exec")
        finally:
            self.flush()

    def _evaluate(self, source: str, file: str, mode: str) -> Any:
        import linecache  # lazy: for embedders

        from pyta.compiler.compile import compile_source

        linecache.cache[file] = len(source), None, source.splitlines(True), file
        code = self.load_code(compile_source(source, file, mode, optimize=self.options["optimize"]))
        handle = self.hold(code)
        function = self.native("function_new", code, self.namespace())
        self.release(handle)
        handle = self.hold(function)
        try:
            return self.call_value(function)
        finally:
            self.release(handle)

    def get_global(self, name: str) -> Any:
        found = self.native("host_get_name", self.namespace(), self.name(name))
        if found == DELETED:
            raise NameError(f"name {name!r} is not defined")
        return self.to_value(found)

    def set_global(self, name: str, value: Any) -> None:
        from corevm.engine.handle import Handle  # lazy: for embedders

        if callable(value) and not isinstance(value, Handle):
            value = Word(self.host_function(name, value, takes_values=True))
        self.set_name(self.namespace(), name, self.to_guest(value))

    def describe(self, word: int) -> str:
        builtins = self.native("host_module_space", self.native("host_find_module", self.name("builtins")))
        return self.text(self.call_words(self.native("host_get_name", builtins, self.name("repr")), [word]))

    def describe_traceback(self, error: GuestError) -> str:
        return (
            super().describe_traceback(error) if isinstance(error, LimitError) else self.format_exception(error.value)
        )

    # --- programs
    def set_options(self, options: Options) -> None:
        """What the command line says: before the program starts."""
        self.options = options
        if options["unbuffered"]:
            self.native("host_write_through")
        if options.digits != DEFAULT_DIGITS:
            self.call_guest("sys", "set_int_max_str_digits", options.digits)
        if options.warnings:
            import warnings  # lazy: the compiler's are the host's

            warnings._processoptions(options.warnings)  # type: ignore[attr-defined]

    def call_guest(self, module: str, function: str, *arguments: Any) -> int:
        """Call a function of a guest's module, which is imported. Returns: its word."""
        builtins = self.native("host_module_space", self.native("host_find_module", self.name("builtins")))
        found = self.call_words(
            self.native("host_get_name", builtins, self.name("__import__")), [self.to_guest(module)]
        )
        callee = self.native("host_get_name", self.native("host_module_space", found), self.name(function))
        handles, words = [self.hold(callee)], []
        for x in arguments:
            words.append(self.to_guest(x))
            handles.append(self.hold(words[-1]))
        try:
            return self.call_words(callee, words)
        finally:
            for handle in handles:
                self.release(handle)

    def run_module(self, name: str, argv: list[str]) -> int:
        """Run a library module, or a package's __main__, as the program. Raises: ModuleNotFoundError."""
        found = None
        path: Sequence[str] = self.path
        package = ""
        for part in name.split("."):
            full = f"{package}.{part}" if package else part
            found = self.finder.find(full, path)
            if found is None:
                missing = (
                    full
                    if full == name
                    else f"Error while finding module specification for {name!r} (ModuleNotFoundError: No module named {full!r})"
                )
                raise ModuleNotFoundError(f"No module named {name}" if full == name else missing)
            if found.folders is not None or full != name:
                self.call_guest("builtins", "__import__", full)
            if full != name and found.folders is None:
                reason = f"ModuleNotFoundError: __path__ attribute not found on {full!r} while trying to find {name!r}"
                raise ModuleNotFoundError(f"Error while finding module specification for {name!r} ({reason})")
            path, package = found.folders or (), full
        if found is not None and found.folders is not None:
            name += ".__main__"
            found = self.finder.find(name, path)
            if found is None:
                raise ModuleNotFoundError(
                    f"No module named {name}; {package!r} is a package and cannot be directly executed"
                )
        if found is None or found.file is None:
            raise ModuleNotFoundError(f"No code object available for {name}")
        if argv[0] == "-m":
            argv[0] = found.file
        self.set_argv(argv)
        module, space = self.new_module("__main__", found.file)
        self.set_name(space, "__package__", self.string(name.rpartition(".")[0]))
        self.call_guest("_pyta_start", "set_spec", Word(module), name, found.file)
        return self.call_words(self._load_file(found.file, space), [])

    def run_script(self, source: str | bytes, file: str) -> None:
        """Run a source text as the program. Raises: GuestError, SyntaxError."""
        _, space = self.new_module("__main__", file if not file.startswith("<") else None)
        try:
            self.run_source(source, file, space, keep=True)
        except SyntaxError as e:
            raise (_encoding_error(source, file, e) if isinstance(source, bytes) else None) or e from None

    def interact(self, is_first: bool, banner: str) -> int:
        """Show the prompt in the program's namespace. Returns: the exit status."""
        try:
            main = self.native("host_find_module", self.name("__main__"))
            self.call_guest("_pyta_prompt", "interact", Word(self.native("host_module_space", main)), is_first, banner)
        except GuestError as e:
            return self.report_uncaught(e.value)
        return 0

    def set_argv(self, argv: Sequence[str]) -> None:
        """sys.argv and sys.path."""
        space = self.native("host_sys")
        self.set_name(space, "argv", self.to_guest(list(argv)))
        self.set_name(space, "path", self.to_guest(list(self.path)))

    def flush(self) -> None:
        """Write out what the program has printed."""
        for name in ("stdout", "stderr"):
            self.native("host_flush_stream", self.name(name))

    def flush_all(self, status: int) -> int:
        """Write out what the program has printed, at its end. Returns: the exit status, another one if that fails."""
        for name in ("stdout", "stderr"):
            try:
                self.native("host_flush_stream", self.name(name))
            except GuestError as e:
                if name == "stdout":
                    stream = self.native("host_get_name", self.native("host_sys"), self.name(name))
                    self.write_error(
                        f"Exception ignored in: {self.describe(stream)}\n{self.format_exception(e.value).splitlines()[-1]}\n"
                    )
                status = 120
        return status

    def finish(self) -> None:
        """What a program's end does: wait for threads, call what `atexit` holds, finalize what is left (files with text in their buffers)."""
        for module, function in (("threading", "_shutdown"), ("atexit", "_run_exitfuncs"), ("_io", "_flush_writers")):
            found = self.native("host_find_module", self.name(module))
            if found not in (DELETED, NONE):
                callee = self.native("host_get_name", self.native("host_module_space", found), self.name(function))
                if callee != DELETED:
                    self._at_end(self.call_words, callee, [])
        if self.native("host_has_finalizers"):
            self._at_end(self.native, "host_finalize")

    def _at_end(self, function: Callable[..., Any], *arguments: Any) -> None:
        try:
            function(*arguments)
        except GuestError as e:
            self.write_error(self.format_exception(e.value))

    def write_error(self, text: str) -> None:
        try:
            self.native("host_write_error", self.string(text))
        except GuestError:
            sys.stderr.write(text)

    # --- modules
    def _find_module(self, name: str, path: Any) -> Any:
        """The kernel's finder hook: see pyta.protocol.importing."""
        found = self.finder.find(name, [p for p in path or () if isinstance(p, str)])
        return None if found is None else Word(self.module_parts(found))

    def module_parts(self, found: Found) -> int:
        function = NONE
        if found.file is not None:
            function = self._load_file(found.file)
        handles = [self.hold(function)]
        words = [function]
        for part in (found.file, found.folders):
            words.append(self.to_guest(part))
            handles.append(self.hold(words[-1]))
        made = self.array([*words, NONE])
        for handle in handles:
            self.release(handle)
        return made

    def _load_file(self, file: str, space: int = NONE) -> int:
        """A source file's code as a function."""
        kept = self._cache().find(file, view=self.view_file)
        if kept is not None:
            return self.load(kept, space)
        return self.compile_function(read_source(file), file, space)

    # --- compile, exec, eval
    def _compile(self, source: str | bytes | tuple[Any, ...], file: str, mode: str, flags: int, optimize: int) -> int:
        """The kernel's compile hook."""
        if mode not in ("exec", "eval", "single"):
            raise ValueError("compile() mode must be 'exec', 'eval' or 'single'")
        level = self.options["optimize"] if optimize < 0 else optimize
        if isinstance(source, tuple):
            from pyta.compiler.compile import compile_tree  # lazy
            from pyta.host.tree import values_as_tree
            from pyta.syntax.parse import check

            tree = values_as_tree(source)
            check(tree, file, mode, flags & SOURCE_FLAGS, level)
            return Word(
                self.load_code(compile_tree(tree, file, namespace=True, flags=flags & SOURCE_FLAGS, optimize=level))
            )
        return Word(self.load_module(self._compile_text(source, file, mode, flags & SOURCE_FLAGS, level)))

    def _compile_text(self, source: str | bytes, file: str, mode: str, flags: int, level: int) -> bytes | memoryview:
        """The module of a text. The first ones are kept like a command's: a program that makes a named tuple needs no compiler then."""
        content = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        name = command_name(f"{mode} {flags} {level} {isinstance(source, str)} {file}", content)
        is_kept = self._texts_left > 0 and mode != "single"
        if is_kept:
            found = self._cache().find(name, content)
            if found is not None:
                return found
            self._texts_left -= 1
        import warnings  # lazy: as the compiler

        from pyta.compiler.compile import compile_source

        with warnings.catch_warnings(record=True) as seen:
            unit = compile_source(source, file, mode, namespace=True, flags=flags, optimize=level)
        for w in seen:
            warnings.showwarning(w.message, w.category, w.filename, w.lineno, w.file, w.line)
        module = self.verified_module(unit)
        if is_kept and not seen:  # what the host warns of it warns of each time
            self._cache().keep(name, content, module)
        return module

    def _bridge(self, name: str, *arguments: Any) -> Any:
        if name == "find_module":
            found = self.finder.find(arguments[0], [p for p in arguments[1] if isinstance(p, str)])
            return None if found is None else (found.file, found.folders)
        if name == "forget_folders":
            return self.finder.forget()
        if name == "options":
            return self.options.flags(self.is_interactive), self.options.warnings, list(self.options.settings.items())
        from pyta.host.bridge import call_bridge  # lazy

        if (
            name == "call_back"
        ):  # a function of a module of the host that will call one of the guest, which takes one tuple
            *plain, callee = arguments
            self.hold(callee)
            return call_bridge(
                "module.call", *plain, lambda *given: self.to_host(self.call_words(callee, [self.to_guest(given)]))
            )
        if name == "object.call_back":  # the last argument is a function of the guest, which takes one tuple
            *plain, callee = arguments
            return call_bridge(
                "object.call", *plain, lambda event: self.to_host(self.call_words(callee, [self.to_guest(event)]))
            )
        return call_bridge(name, *arguments)

    def _print_exception(self, kind: Any, exception: int, traceback: Any) -> None:
        if self.kind(exception) == "object":
            self.write_error(self.format_exception(exception))

    # --- errors
    def raise_guest(self, type_name: str, message: str) -> None:
        """Raise a builtin guest exception."""
        self.fail(self.native("host_exception", self.name(type_name), self.string(message)))

    def host_error(self, error: BaseException) -> int:
        """The guest exception of the same class and arguments."""
        args: tuple[Any, ...] = error.args
        if isinstance(error, SyntaxError):
            place = (error.filename, error.lineno, error.offset, error.text, error.end_lineno, error.end_offset)
            args = (error.msg, place)
        elif isinstance(error, OSError):
            args = tuple(a for a in (error.errno, error.strerror, error.filename) if a is not None)
            if error.filename2 is not None:
                args = (*args, None, error.filename2)
        try:
            words = self.sequence(args)
        except (UsageError, GuestError):
            words = self.sequence((str(error),))
        kind = type(error)
        while kind.__module__ != "builtins":
            kind = kind.__bases__[0]
        handle = self.hold(words)
        made = self.native("host_exception_of", self.name(kind.__name__), words)
        self.release(handle)
        return made

    def describe_exception(self, exception: int) -> str:
        if not self._describes:  # else describing one has raised another, which nobody will read
            self._describes = True
            try:
                return self.text(self.native("host_exception_line", exception))
            except GuestError:
                pass
            finally:
                self._describes = False
        return "<exception str() failed>"

    def watch_interrupts(self) -> None:
        """Let Ctrl-C raise KeyboardInterrupt in the program (pyta.protocol.interrupt), and in what the host does for it."""
        if _signal.getsignal(_signal.SIGINT) is _signal.SIG_IGN:
            return
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

        def interrupted(number: int, frame: object) -> None:
            try:
                os.read(reader, 64)
            except BlockingIOError:
                return  # the program has taken it
            raise KeyboardInterrupt

        _signal.signal(_signal.SIGINT, interrupted)
        _signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self.native("host_watch_signals", reader)

    def report_uncaught(self, exception: int) -> int:
        """What becomes of an exception that no one caught. Returns: the exit status, INTERRUPTED for KeyboardInterrupt."""
        if self.native("host_is_exit", exception) == TRUE:
            given = self.to_host(self.native("host_exit_code", exception))
            if given is None:
                return 0
            if isinstance(given, int) and self.native("host_exit_code", exception) & 7 != 0:
                return given & 0xFF
            self.flush()
            self.write_error(self.text(self.native("host_text", self.native("host_exit_code", exception))) + "\n")
            return 1
        try:
            self.flush()
        except GuestError:
            pass
        space = self.native("host_sys")
        hook = self.native("host_get_name", space, self.name("excepthook"))
        try:
            words = [self.exception_part(exception, TYPE), exception, self.exception_part(exception, TRACEBACK)]
            self.call_words(hook, words)
        except GuestError as e:
            self.write_error("Error in sys.excepthook:\n" + self.format_exception(e.value))
            self.write_error("\nOriginal exception was:\n" + self.format_exception(exception))
        return INTERRUPTED if self.exception_type(exception) == "KeyboardInterrupt" else 1

    def exception_part(self, exception: int, what: int) -> int:
        return self.native("host_exception_part", exception, what)

    def exception_type(self, exception: int) -> str:
        found = self.to_host(self.native("host_type_name", self.exception_part(exception, TYPE)))
        return found if isinstance(found, str) else ""

    def format_exception(self, exception: int) -> str:
        """The traceback as CPython prints it, with its causes and contexts."""
        from pyta.host.display import format_exception  # lazy: for error reports only

        return format_exception(self, exception)

    def to_guest(self, x: Any) -> int:
        if isinstance(x, Word):
            return int(x)
        if isinstance(x, complex):
            return self.native("host_complex", x.real, x.imag)
        if isinstance(x, list):
            return self.native("host_list", self.sequence(x))
        if isinstance(x, frozenset):
            return self.native("host_frozenset", super().to_guest(tuple(x)))
        return super().to_guest(x)

    def to_host(self, word: int, other: Callable[[int], Any] | None = None) -> Any:
        if word & 7 == 0 and word and self.kind(word) == "list":
            count, items = self.get("List", "count", word), self.get("List", "items", word)
            return [self.to_host(w, other) for w in self.items(items)[:count]] if items else []
        if word & 7 == 0 and word and self.kind(word) == "object":
            word = self.native("host_plain", word)
        return super().to_host(word, other)


def _encoding_error(source: bytes, file: str, error: SyntaxError) -> SyntaxError | None:
    """What CPython says of a file with an encoding it does not know, or that is not UTF-8 and says nothing; None for other errors."""
    if error.msg.startswith("unknown encoding: "):
        return SyntaxError(f"encoding problem: {error.msg[18:]}")
    if "(unicode error)" not in error.msg and "codec can't decode" not in error.msg:
        return None
    try:
        source.decode()
    except UnicodeDecodeError as e:
        line = source.count(b"\n", 0, e.start) + 1
        return SyntaxError(
            f"Non-UTF-8 code starting with '\\x{source[e.start]:02x}' in file {file} on line {line}, but no encoding declared; "
            "see https://peps.python.org/pep-0263/ for details"
        )
    return None


class Word(int):
    """A guest value's word, where a plain host value was expected."""


class PytaLanguage:
    """Pyta as an embedder names it."""

    name, spec = "pyta", SPEC

    def runtime(self, *, path: Sequence[str] | None = None, **options: Any) -> PytaRuntime:
        """A new machine. `path`: where modules are found; by default the host's library and its packages. Options: those of `Runtime`."""
        if path is None:
            from pyta.host.importing import start_path  # lazy

            path = start_path(None)
        made = PytaRuntime(path, **options)
        made.set_argv([""])
        return made


LANGUAGE = PytaLanguage()
