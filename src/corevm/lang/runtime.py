"""Languages and their runtimes: what a language author's own files need of the host's side.

    LOX = Language("lox", modules=("machine",), folders=(os.path.dirname(__file__),))

    with LOX.runtime(fuel=1_000_000) as vm:
        main = vm.load(compile_source(text))
        try:
            vm.run(main)
        except LanguageError as e:
            print(e.message, *e.frames)
"""

from __future__ import annotations

from corevm.bytecode.model import CodeUnit, Record
from corevm.engine.foreign import read_word
from corevm.engine.runtime import GuestError, Runtime
from corevm.engine.store import ImageSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_PLAIN = {"make_error": "corevm.kernel.exception:make_plain_error", "trace": "corevm.kernel.exception:trace_plain"}
_PLAIN_START = "corevm.kernel.exception:start_plain"


class Frame(Record):
    """Where a guest function was when an exception passed through it. 0: unknown."""

    __slots__ = ("column", "file", "line", "name")

    def __init__(self, name: str, file: str, line: int, column: int) -> None:
        self.name, self.file, self.line, self.column = name, file, line, column


class LanguageError(GuestError):
    """A plain exception of the guest. `kind` is one of `corevm.kernel.error`; `frames`: the innermost first."""

    def __init__(self, runtime: Runtime, value: int, kind: str, text: str, frames: tuple[Frame, ...]) -> None:
        super().__init__(runtime, value, text)
        self.kind = kind
        self.frames = frames


class Language:
    """A language: its name and the Python modules, by name, that hold its kernel level.

    Args:
        name: also that of its heap kinds ("name.kind").
        modules: with its instructions, native functions, hooks, fusions and `export=True` functions. A start from a kept image imports none of them.
        folders: where these modules' files are: a change there makes a new image.
        hooks: kernel hook -> "module:function", beside those the modules declare. Without `make_error` and `trace` exceptions are plain ones.
        start: "module:function" run in each new runtime.
        messages: what kernel errors are called in this language: error kind -> text.
        compile: source text -> CodeUnit of a function without parameters; what `LanguageRuntime.eval` and `exec` run.
    """

    def __init__(
        self,
        name: str,
        modules: tuple[str, ...] = (),
        folders: tuple[str, ...] = (),
        *,
        hooks: Mapping[str, str] | None = None,
        start: str = "",
        messages: Mapping[str, str] | None = None,
        compile: Callable[[str], CodeUnit] | None = None,
    ) -> None:
        self.compile = compile
        self.name, self.modules, self.folders, self.start = name, modules, folders, start
        self.hooks, self.messages = dict(hooks or {}), dict(messages or {})

    @property
    def spec(self) -> ImageSpec:
        hooks = {**_PLAIN, **self.hooks}
        return ImageSpec(
            self.name, self.modules, self.modules, tuple(hooks.items()), self.start or _PLAIN_START, self.folders, self.name
        )

    def runtime(self, **options: Any) -> LanguageRuntime:
        """A new machine; options are those of `corevm.engine.runtime.Runtime`."""
        return LanguageRuntime(self, **options)


class LanguageRuntime(Runtime):
    """A machine of a language whose exceptions are plain. `globals`: its global variables, the native functions at first."""

    def __init__(self, language: Language, **options: Any) -> None:
        super().__init__(language.spec, **options)
        self.language = language
        self.globals = self.native("host_map")
        self.hold(self.globals)
        for name in self.layout.natives:
            self.define(name, self.native_function(name))

    def load(self, unit: CodeUnit | bytes | memoryview, global_space: int | None = None) -> int:
        """A function value of a unit (or of a module verified before), held."""
        return super().load(unit, self.globals if global_space is None else global_space)

    def run(self, function: int, *args: Any) -> Any:
        """Call a guest function; arguments and result are converted. Its output is written out. Raises: LanguageError."""
        try:
            return self.to_host(self.call(function, *args))
        finally:
            self.flush()

    def namespace(self) -> int:
        return self.globals

    def flush(self) -> None:
        self.native("flush_output")

    def define(self, name: str, value: int) -> None:
        """Give a global variable (`corevm.kernel.variable`) a value."""
        self.native("define_variable", self.globals, self.name(name), value)

    def eval(self, source: str, file: str = "<eval>") -> Any:
        if self.language.compile is None:
            return super().eval(source, file)
        try:
            return self.call_value(self.load(self.language.compile(source)))
        finally:
            self.native("flush_output")

    def exec(self, source: str, file: str = "<exec>") -> None:
        self.eval(source, file)

    def set_global(self, name: str, value: Any) -> None:
        from corevm.engine.handle import Handle  # lazy: for embedders

        is_function = callable(value) and not isinstance(value, Handle)
        self.define(name, self.host_function(name, value, takes_values=True) if is_function else self.to_guest(value))

    # --- errors
    def describe_traceback(self, error: GuestError) -> str:
        frames = error.frames if isinstance(error, LanguageError) else ()
        return "\n".join([error.message, *(f"  {f.file}:{f.line}, in {f.name}" for f in frames), ""])

    def guest_error(self, exception: int) -> GuestError:
        if self.kind(exception) != "exception":
            return super().guest_error(exception)
        from corevm.kernel.error import ERROR_KINDS  # lazy: only when something failed

        kind = ERROR_KINDS[self.get("PlainException", "error_kind", exception)]
        text = self.language.messages.get(kind) or self.text(self.get("PlainException", "message", exception))
        return LanguageError(self, exception, kind, text, self.frames(exception))

    def frames(self, exception: int) -> tuple[Frame, ...]:
        """The frames a plain exception has passed."""
        depth = self.get("PlainException", "depth", exception)
        if not depth:
            return ()
        at = self.get("PlainException", "frames", exception) + self.layout.fields["Array_"]["items"]
        known: dict[tuple[int, int], Frame] = {}
        found = []
        for i in range(depth):
            key = read_word(at + 16 * i), read_word(at + 16 * i + 8) >> 1
            if key not in known:
                known[key] = self._frame(*key)
            found.append(known[key])
        return tuple(found)

    def _frame(self, code: int, offset: int) -> Frame:
        line, column = self.position(code, offset)
        name, file = (self.text(self.get("Code", part, code)) for part in ("qualified_name", "file"))
        return Frame(name, file, line, column)
