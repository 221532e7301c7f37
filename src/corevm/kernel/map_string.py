"""Maps by string keys, without guest code: for globals, keyword arguments, namespaces, JSON objects.

The keys of such a map that may have the hash of a string must be kernel strings (or compare unequal to every one): a language whose
strings can have their own equality by subclassing uses `corevm.kernel.map` with that equality instead. Both may be used on one map, if the
language's hash of a string is `hash_string`.
"""

from __future__ import annotations

from corevm.kernel.map import Map, map_delete, map_get_plain, map_set
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, equal_contents, hash_string
from corevm.kernel.value import DELETED, is_word
from corevm.micro.surface import Value, cast, fn, i64, inline


@inline
def same_text(a: Value, b: Value) -> bool:
    """The `equal` and `same` of string keys: is a (a key of the map) the same text as the string b?"""
    return is_kind(a, "string") and equal_contents(cast(String, a), cast(String, b))


@fn
def map_get_string(m: Map, key: String) -> Value:
    """The key's value, or DELETED."""
    return map_get_plain(m, key, cast(i64, hash_string(key)), same_text)


@fn
def map_has_string(m: Map, key: String) -> bool:
    return not is_word(map_get_string(m, key), DELETED)


@fn(raises=True)
def map_set_string(m: Map, key: String, value: Value) -> None:
    map_set(m, key, cast(i64, hash_string(key)), value, same_text)


@fn(raises=True)
def map_delete_string(m: Map, key: String) -> Value:
    """Remove the key; its value, or DELETED if it is not there."""
    return map_delete(m, key, cast(i64, hash_string(key)), same_text)
