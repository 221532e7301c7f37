"""A language by its name on a command line. Effects: imports its module."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from corevm.errors import UsageError


def find_language(name: str) -> Any:
    """What MODULE:NAME names: an ImageSpec, a Language or a runtime class. Raises: UsageError (US060)."""
    module, _, attribute = name.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise UsageError(f"there is no language {name!r}", code="US060", seen=str(error), wanted="MODULE:NAME") from None


__all__ = ["find_language"]
