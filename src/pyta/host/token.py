"""The host's tokenizer at work on lines of the guest (a host of 3.12 or newer; before, `tokenize` is Python alone)."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

TOKENS_AT_ONCE = 64


class LinesFailedError(Exception):
    """The guest's readline() raised where the lines end."""


class Tokens:
    """The tokens of some lines, a few at a time: what is wrong in a line is said only to who comes so far.

    Args:
        is_cut: what follows the lines is an error of the guest's readline(), not the end of the source.
    """

    def __init__(self, lines: list[Any], is_cut: bool, encoding: str | None, has_extra_tokens: bool) -> None:
        tokenizer = import_module("_tokenize")  # hosts before 3.12 have none of this kind

        def read() -> Iterator[Any]:
            yield from lines
            if is_cut:
                raise LinesFailedError

        options: dict[str, Any] = {} if encoding is None else {"encoding": encoding}
        self.source = tokenizer.TokenizerIter(read().__next__, extra_tokens=has_extra_tokens, **options)
        self.failure: Exception | None = None

    def some(self) -> list[Any] | None:
        """The next tokens, none at the end; None where the lines are cut. Raises: SyntaxError."""
        found: list[Any] = []
        try:
            while self.failure is None and len(found) < TOKENS_AT_ONCE:
                found.append(next(self.source))
        except StopIteration:
            return found
        except Exception as e:
            self.failure = e
        if found or self.failure is None:
            return found
        if isinstance(self.failure, LinesFailedError):
            return None
        raise self.failure
