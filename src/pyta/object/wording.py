"""Texts that CPython has changed: a name here is the text of the version the image is built for, the host's.

(Level: kernel. The image's key holds the host's version.)
"""

from __future__ import annotations

import sys


def worded(text: str, since: tuple[int, int], newer: str) -> str:
    """A text, and what it has been since a version."""
    return newer if sys.version_info >= since else text


IS_3_13 = sys.version_info >= (3, 13)

OF_NOTHING = worded("arg is an empty sequence", (3, 12), "iterable argument is empty")
ABSTRACT_ONE = worded(
    "Can't instantiate abstract class %N with abstract method %S",
    (3, 12), "Can't instantiate abstract class %N without an implementation for abstract method '%S'",
)  # fmt: skip
ABSTRACT_SOME = worded(
    "Can't instantiate abstract class %N with abstract methods %S",
    (3, 12), "Can't instantiate abstract class %N without an implementation for abstract methods '%S'",
)  # fmt: skip
ABSTRACT_BETWEEN = worded(", ", (3, 12), "', '")
NO_PLACE = worded("'%T' object has no attribute '%S'", (3, 13), "'%T' object has no attribute '%S' and no __dict__ for setting new attributes")
SUPER_OF_INSTANCE = worded(
    "super(type, obj): obj must be an instance or subtype of type",
    (3, 13), "super(type, obj): obj (instance of %T) is not an instance or subtype of type (%N).",
)  # fmt: skip
SUPER_OF_TYPE = worded(
    "super(type, obj): obj must be an instance or subtype of type",
    (3, 13), "super(type, obj): obj (type %N) is not an instance or subtype of type (%N).",
)  # fmt: skip
SLICE_OF_NO_ITERABLE = worded("can only assign an iterable", (3, 13), "must assign iterable to extended slice")
NO_ORDER = worded(
    "Cannot create a consistent method resolution\norder (MRO) for bases ",
    (3, 13), "Cannot create a consistent method resolution order (MRO) for bases ",
)  # fmt: skip
KEYWORD_UNKNOWN = worded("'%S' is an invalid keyword argument for %S()", (3, 13), "%S() got an unexpected keyword argument '%S'")
