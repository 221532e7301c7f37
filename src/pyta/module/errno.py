"""The module errno: the platform's numbers, as the Python that builds the image knows them."""

from __future__ import annotations

import errno

from corevm.kernel.bigint import int_from_i64
from corevm.kernel.map import Map, map_new, map_set
from corevm.kernel.string import string_from_static
from corevm.kernel.string_intern import intern
from corevm.micro.surface import Ptr, i64, table, u8
from pyta.object.declare import declare_constant, module_start
from pyta.object.type import namespace_set
from pyta.protocol.compare import py_equal, py_hash

NAMES = sorted(name for name in dir(errno) if name.startswith("E"))
for _name in NAMES:
    declare_constant("errno", _name, getattr(errno, _name))

CODES = table(i64, list(errno.errorcode))
CODE_NAMES = table(Ptr[u8], list(errno.errorcode.values()))


@module_start("errno")
def start_errno(namespace: Map) -> None:
    """errno.errorcode: the names by number."""
    names = map_new()
    for i in range(len(errno.errorcode)):
        number = int_from_i64(CODES[i])
        map_set(names, number, py_hash(number), intern(string_from_static(CODE_NAMES[i])), py_equal)
    namespace_set(namespace, intern(string_from_static("errorcode")), names)


