"""Kind numbers: the `kind` half-word of an object's header, one per concrete heap class.

The kernel's kinds are below FIRST_LANGUAGE_KIND; a language's image numbers its own from there in order of declaration.
"""

from __future__ import annotations

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
)
KIND_NUMBER: dict[str, int] = {name: number for number, name in enumerate(KINDS)}
FIRST_LANGUAGE_KIND = 64
KIND_LIMIT = 1024  # kinds fit the kind table of a runtime
