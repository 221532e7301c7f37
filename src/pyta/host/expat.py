"""The host's expat for pyta/lib/pyexpat.py: its handlers call the guest."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from xml.parsers import expat


class Parser:
    """A parser whose handlers all go to one function, which is given while a piece is parsed."""

    def __init__(self, encoding: str | None, separator: str | None, parser: Any = None) -> None:
        self.parser: Any = expat.ParserCreate(encoding, separator) if parser is None else parser
        self.parser.ordered_attributes = True
        self.tell: Callable[[Any], Any] = lambda event: None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.parser, name)

    def assign(self, name: str, value: Any) -> None:
        setattr(self.parser, name, value)

    def watch(self, handler: str, is_set: bool) -> None:
        setattr(self.parser, handler, functools.partial(self.told, handler) if is_set else None)

    def told(self, handler: str, *arguments: Any) -> int:
        result = self.tell((handler, arguments))
        return result if isinstance(result, int) else 0

    def parse(self, data: str | bytes, is_final: bool, tell: Callable[[Any], Any]) -> tuple[Any, ...] | None:
        """Parse a piece. Returns: the error that ended it (text, code, line, column), or None. Raises: what `tell` raises."""
        self.tell = tell
        try:
            self.parser.Parse(data, is_final)
        except expat.ExpatError as e:
            return str(e), e.code, e.lineno, e.offset
        return None


def make_child(parent: Parser, context: str | None, encoding: str | None) -> Parser:
    """The parser of an external entity."""
    given = () if encoding is None else (encoding,)
    return Parser(None, None, parent.parser.ExternalEntityParserCreate(context, *given))


def constants() -> tuple[Any, ...]:
    """(version text, version, names of errors with their texts, numbers of error texts, features, numbers of the module, of `model`)."""
    errors = [(k, v) for k, v in vars(expat.errors).items() if k.startswith("XML_")]
    numbers = [(k, v) for k, v in vars(expat).items() if isinstance(v, int)]
    model = [(k, v) for k, v in vars(expat.model).items() if isinstance(v, int)]
    return expat.EXPAT_VERSION, expat.version_info, errors, list(expat.errors.codes.items()), list(expat.features), numbers, model
