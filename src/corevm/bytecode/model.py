"""What a compiler produces: code units. The file format, verifier and loader take these.

Operands are small integers as docs/design/execution.md defines them; labels are resolved by the builder, so that
`Instruction.operands` holds the final jump distances.
"""

from __future__ import annotations

# What may stand in a constant table. Tuples and frozensets nest; a CodeUnit is a nested function's code.
Constant = object  # None | bool | int | float | complex | str | bytes | tuple | frozenset | Ellipsis | CodeUnit | Special


class Record:
    """A record of the slots it names: compared by them. (The standard library's dataclasses cost 15 ms at start-up.)"""

    __slots__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(getattr(self, n) == getattr(other, n) for n in self.__slots__)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, n) for n in self.__slots__))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self.__slots__)})"


class Special(Record):
    """A language's immediate in a constant table, by number (`corevm.kernel.value.immediate`)."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class Position(Record):
    """A source range: lines count from 1, columns (UTF-8 bytes) from 0, -1 unknown."""

    __slots__ = ("column", "end_column", "end_line", "line")

    def __init__(self, line: int, column: int = -1, end_line: int = -1, end_column: int = -1) -> None:
        self.line, self.column, self.end_line, self.end_column = line, column, end_line, end_column


class Instruction(Record):
    __slots__ = ("op", "operands", "position")

    def __init__(self, op: str, operands: tuple[int, ...], position: Position | None = None) -> None:
        self.op, self.operands, self.position = op, operands, position


class CatchSite(Record):
    """In instruction indices (the encoder turns them into words): covers start <= i < end."""

    __slots__ = ("end", "filter", "register", "start", "target")

    def __init__(self, start: int, end: int, target: int, register: int, filter: int = 0) -> None:
        self.start, self.end, self.target, self.register, self.filter = start, end, target, register, filter


class Parameters(Record):
    """Names in register order: positional-only, positional, [rest], keyword-only, [keywords]."""

    __slots__ = ("keyword_only", "keywords", "positional", "positional_only", "rest")

    def __init__(
        self,
        positional_only: tuple[str, ...] = (),
        positional: tuple[str, ...] = (),
        rest: str | None = None,
        keyword_only: tuple[str, ...] = (),
        keywords: str | None = None,
    ) -> None:
        self.positional_only, self.positional, self.rest = positional_only, positional, rest
        self.keyword_only, self.keywords = keyword_only, keywords

    @property
    def names(self) -> tuple[str, ...]:
        rest = () if self.rest is None else (self.rest,)
        keywords = () if self.keywords is None else (self.keywords,)
        return (*self.positional_only, *self.positional, *rest, *self.keyword_only, *keywords)

    @property
    def is_plain(self) -> bool:
        """Whether an exact positional call binds without work."""
        return self.rest is None and self.keywords is None and not self.keyword_only


class CodeUnit(Record):
    """One function's (or module's, class body's) code.

    `local_names`: names of registers, parameters first, for debuggers and error messages. `free_names`: of the closure's
    cells, in order. `flags`: the language's own.
    """

    __slots__ = (
        "catch_sites", "cell_names", "constants", "doc", "file", "first_line", "flags", "free_names", "instructions",
        "is_generator", "local_names", "name", "parameters", "qualified_name", "register_count",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        qualified_name: str,
        file: str,
        first_line: int,
        parameters: Parameters | None = None,
        register_count: int = 0,
        instructions: list[Instruction] | None = None,
        constants: list[Constant] | None = None,
        catch_sites: list[CatchSite] | None = None,
        is_generator: bool = False,
        local_names: tuple[str, ...] = (),
        free_names: tuple[str, ...] = (),
        cell_names: tuple[str, ...] = (),
        flags: int = 0,
        doc: str | None = None,
    ) -> None:
        self.name, self.qualified_name, self.file, self.first_line = name, qualified_name, file, first_line
        self.parameters = Parameters() if parameters is None else parameters
        self.register_count = register_count
        self.instructions = [] if instructions is None else instructions
        self.constants = [] if constants is None else constants
        self.catch_sites = [] if catch_sites is None else catch_sites
        self.is_generator, self.local_names, self.free_names = is_generator, local_names, free_names
        self.cell_names, self.flags, self.doc = cell_names, flags, doc

    __hash__ = object.__hash__
