"""Guest objects in the host's hands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from corevm.engine.runtime import Runtime


class Handle:
    """A guest object that has no plain host value: kept alive while this exists, called like a function.

    Arguments and results are converted (`Runtime.to_value`); guest errors are raised as GuestError.
    """

    def __init__(self, runtime: Runtime, word: int) -> None:
        self.runtime, self.word = runtime, word
        self._root = runtime.hold(word)

    def __call__(self, *args: Any) -> Any:
        """Raises: GuestError; UsageError US055 when the runtime is closed."""
        return self.runtime.call_value(self.word, *args)

    def __del__(self) -> None:
        if self.runtime.address:
            self.runtime.release(self._root)

    def __repr__(self) -> str:
        if not self.runtime.address:
            return "<guest object of a closed runtime>"
        return f"<guest {self.runtime.kind(self.word)} {self.runtime.describe(self.word)}>"


__all__ = ["Handle"]
