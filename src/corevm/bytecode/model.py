"""What a compiler produces: code units. The file format, verifier and loader take these.

Operands are small integers as docs/design/execution.md defines them; labels are resolved by the builder, so that
`Instruction.operands` holds the final jump distances.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# What may stand in a constant table. Tuples and frozensets nest; a CodeUnit is a nested function's code.
Constant = object  # None | bool | int | float | complex | str | bytes | tuple | frozenset | Ellipsis | CodeUnit | Special


@dataclass(frozen=True)
class Special:
    """A language's immediate in a constant table, by number (`corevm.kernel.value.immediate`)."""

    number: int


@dataclass(frozen=True)
class Position:
    """A source range: lines count from 1, columns (UTF-8 bytes) from 0, -1 unknown."""

    line: int
    column: int = -1
    end_line: int = -1
    end_column: int = -1


@dataclass(slots=True)
class Instruction:
    op: str
    operands: tuple[int, ...]
    position: Position | None = None


@dataclass(frozen=True)
class CatchSite:
    """In instruction indices (the encoder turns them into words): covers start <= i < end."""

    start: int
    end: int
    target: int
    register: int
    filter: int = 0


@dataclass(slots=True)
class Parameters:
    """Names in register order: positional-only, positional, [rest], keyword-only, [keywords]."""

    positional_only: tuple[str, ...] = ()
    positional: tuple[str, ...] = ()
    rest: str | None = None
    keyword_only: tuple[str, ...] = ()
    keywords: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        rest = () if self.rest is None else (self.rest,)
        keywords = () if self.keywords is None else (self.keywords,)
        return (*self.positional_only, *self.positional, *rest, *self.keyword_only, *keywords)

    @property
    def is_plain(self) -> bool:
        """Whether an exact positional call binds without work."""
        return self.rest is None and self.keywords is None and not self.keyword_only


@dataclass(slots=True)
class CodeUnit:
    """One function's (or module's, class body's) code."""

    name: str
    qualified_name: str
    file: str
    first_line: int
    parameters: Parameters = field(default_factory=Parameters)
    register_count: int = 0
    instructions: list[Instruction] = field(default_factory=list)
    constants: list[Constant] = field(default_factory=list)
    catch_sites: list[CatchSite] = field(default_factory=list)
    is_generator: bool = False
    local_names: tuple[str, ...] = ()  # names of registers, parameters first, for debuggers and error messages
    free_names: tuple[str, ...] = ()  # of the closure's cells, in order
    cell_names: tuple[str, ...] = ()
    flags: int = 0  # the language's own
    doc: str | None = None
