"""Texts that CPython has changed: a name here is the text of the version the image is built for, the host's.

(Level: kernel. The image's key holds the host's version.)
"""

from __future__ import annotations

import sys


def worded(text: str, since: tuple[int, int], newer: str) -> str:
    """A text, and what it has been since a version."""
    return newer if sys.version_info >= since else text


IS_3_12 = sys.version_info >= (3, 12)
IS_3_13 = sys.version_info >= (3, 13)

OF_NOTHING = worded("arg is an empty sequence", (3, 12), "iterable argument is empty")
ABSTRACT_ONE, ABSTRACT_SOME = (
    worded(f"{head} with abstract {what} %S", (3, 12), f"{head} without an implementation for abstract {what} '%S'")
    for head in ("Can't instantiate abstract class %N",) for what in ("method", "methods")
)  # fmt: skip
ABSTRACT_BETWEEN = worded(", ", (3, 12), "', '")
NO_PLACE = worded("'%T' object has no attribute '%S'", (3, 13), "'%T' object has no attribute '%S' and no __dict__ for setting new attributes")
SUPER_OF_INSTANCE, SUPER_OF_TYPE = (
    worded(
        "super(type, obj): obj must be an instance or subtype of type",
        (3, 13), f"super(type, obj): obj ({what}) is not an instance or subtype of type (%N).",
    )
    for what in ("instance of %T", "type %N")
)  # fmt: skip
SLICE_OF_NO_ITERABLE = worded("can only assign an iterable", (3, 13), "must assign iterable to extended slice")
NO_ORDER = worded(
    "Cannot create a consistent method resolution\norder (MRO) for bases ",
    (3, 13), "Cannot create a consistent method resolution order (MRO) for bases ",
)  # fmt: skip
KEYWORD_UNKNOWN = worded("'%S' is an invalid keyword argument for %S()", (3, 13), "%S() got an unexpected keyword argument '%S'")
