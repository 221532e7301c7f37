"""corevm: a language-runtime framework. Importing it loads no compiler, and nothing else before it is used.

    import corevm, pyta

    with corevm.Runtime(pyta.LANGUAGE, heap_limit_bytes=64 << 20, fuel=10**9) as rt:
        print(rt.eval("6 * 7"))
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PUBLIC = {
    "CorevmError": "corevm.errors", "UsageError": "corevm.errors", "GuestError": "corevm.engine.runtime",
    "LimitError": "corevm.engine.runtime", "Handle": "corevm.engine.handle", "Language": "corevm.lang",
}  # fmt: skip


def Runtime(language: Any, **options: Any) -> Any:
    """A new machine of a language.

    Args:
        language: a `Language`, or what a language's package offers as one (`pyta.LANGUAGE`).
        options: those of `corevm.engine.runtime.Runtime` (heap_limit_bytes, fuel, seed, ...) and of the language.

    Returns: a `corevm.engine.runtime.Runtime`: `eval`, `exec`, `get_global`, `set_global`, `close`, and a `with` block.
    Raises: UsageError for what is no language and for options that make no machine.
    """
    if not hasattr(language, "runtime"):
        from corevm.errors import UsageError  # lazy: nothing is loaded before it is used

        raise UsageError(
            "this is no language", code="US054", seen=repr(language)[:80], wanted="a corevm.Language, pyta.LANGUAGE, ..."
        )
    return language.runtime(**options)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        from importlib import import_module  # lazy: as above

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["CorevmError", "GuestError", "Handle", "Language", "LimitError", "Runtime", "UsageError"]
