"""Pyta: Python 3 on corevm. `LANGUAGE` is what `corevm.Runtime` takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def __getattr__(name: str) -> Any:
    if name == "LANGUAGE":
        from pyta.host.runtime import LANGUAGE  # lazy: kernel files import this package

        return LANGUAGE
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
