"""Kind numbers: the `kind` half-word of an object's header, one per concrete heap class.

The kernel's kinds are below FIRST_LANGUAGE_KIND; a language's image numbers its own from there in order of declaration.
"""

from __future__ import annotations

from corevm.errors import UsageError

KINDS: tuple[str, ...] = (
    "free",  # 0: no object; zeroed memory reads as this
    "float",  # a float whose exponent does not fit the word
    "bigint",
    "string",
    "bytes",
    "array",  # fixed-length values
    "raw",  # fixed-length untraced bytes
    "list",
    "map",
    "set",
    "object",  # dynamic object: slots by shape
    "cell",
    "code",
    "function",
    "native_function",
    "generator",
    "weak_reference",
    "bound_method",
    "cache_entry",  # an immutable inline-cache entry
    "traceback",
    "string_builder",
    "table",  # entries of a map or set
    "exception",  # of a language without exception objects of its own
    "module_data",  # where the code of a module is read from when it is first needed
)
KIND_NUMBER: dict[str, int] = {name: number for number, name in enumerate(KINDS)}
FIRST_LANGUAGE_KIND = 64
KIND_LIMIT = 1024  # kinds fit the kind table of a runtime


def declare_kinds(language: str, names: tuple[str, ...]) -> None:
    """Number a language's heap classes from FIRST_LANGUAGE_KIND; they are named "language.name"."""
    for number, name in enumerate(names, FIRST_LANGUAGE_KIND):
        KIND_NUMBER[f"{language}.{name}"] = number


def number_of(kind: str) -> int:
    """The number of a kind by name. Raises: UsageError for a kind that is in no table."""
    if kind not in KIND_NUMBER:
        raise UsageError(f"the kind {kind!r} has no number", code="US020", wanted="a name of KINDS or declare_kinds(...)")
    return KIND_NUMBER[kind]
