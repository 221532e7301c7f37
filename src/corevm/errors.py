"""Every error the framework raises, with its code. Effects: none; imports nothing of corevm."""

from __future__ import annotations


class Place:
    """Where something was seen. `line` and `column` count from 1; 0 means unknown."""

    __slots__ = ("column", "end_column", "file", "line", "source")

    def __init__(self, file: str, line: int = 0, column: int = 0, end_column: int = 0, source: str = "") -> None:
        self.file, self.line, self.column, self.end_column, self.source = file, line, column, end_column, source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and all(getattr(self, n) == getattr(other, n) for n in self.__slots__)

    def __hash__(self) -> int:
        return hash((self.file, self.line, self.column))

    def __repr__(self) -> str:
        return f"Place({str(self)!r})"

    def __str__(self) -> str:
        text = self.file
        if self.line:
            text += f":{self.line}"
            if self.column:
                text += f":{self.column}"
        return text

    def caret(self) -> str:
        """The source line with a caret under the place, or an empty string."""
        if not self.source or not self.column:
            return ""
        width = max(1, self.end_column - self.column)
        return f"    {self.source}\n    {' ' * (self.column - 1)}{'^' * width}"


class CorevmError(Exception):
    """Base of all framework errors: a code, what was seen, what was wanted, where, what to do."""

    code = "E0000"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        place: Place | None = None,
        seen: str = "",
        wanted: str = "",
        hint: str = "",
    ) -> None:
        self.message = message
        self.code = code or type(self).code
        self.place = place
        self.seen = seen
        self.wanted = wanted
        self.hint = hint
        super().__init__(self.render())

    def render(self) -> str:
        head = f"{self.place}: " if self.place else ""
        lines = [f"{head}{self.code}: {self.message}"]
        if self.place and (caret := self.place.caret()):
            lines.append(caret)
        for label, text in (("seen", self.seen), ("wanted", self.wanted), ("hint", self.hint)):
            if text:
                lines.append(f"  {label}: {text}")
        return "\n".join(lines)


class IrError(CorevmError):
    """A malformed IR module (text, binary or in memory)."""

    code = "IR000"


class IrTrap(CorevmError):
    """The reference executor met undefined behaviour: overflow, bounds, lifetime, unreachable."""

    code = "IR900"


class MicroError(CorevmError):
    """Micro source that the compiler refuses."""

    code = "MC000"


class NativeError(CorevmError):
    """Machine code could not be made, linked or loaded."""

    code = "NA000"


class BytecodeError(CorevmError):
    """A malformed or unverifiable bytecode module."""

    code = "BC000"


class UsageError(CorevmError):
    """The API was called in a way that cannot work."""

    code = "US000"
