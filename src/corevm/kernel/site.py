"""Inline-cache sites of two entries: for objects of shapes (`corevm.kernel.dynamic`) and what belongs to a shape.

A site is two cache words of an instruction; the entry found last is the first. An empty word is 0. A word of a site is

    a place   a cache word of `corevm.kernel.dynamic`: shape, slot, flags
    an add    bits 31-0 the shape before an attribute is added · bits 63-32 the shape after
    a member  bits 63-44 shape id · bits 43-0 address / 16 of what the shape's class has under the name

INV-SITE-1  A word is written by one store, and says all by itself: races of threads cost only time.
INV-SITE-2  What a member word refers to is kept alive by the class as long as objects of the shape can exist.
"""

from __future__ import annotations

from corevm.kernel.array import is_no_value, no_value
from corevm.kernel.dynamic import (
    DynamicObject,
    cache_slot,
    cache_word_for,
    object_add_slot,
    object_get,
    object_get_slot,
    object_set,
    object_shape,
)
from corevm.kernel.shape import is_dictionary, shape_add, shape_lookup
from corevm.kernel.value import is_reference
from corevm.micro.surface import Ptr, Value, cast, fn, inline, likely, u32, u64

MEMBER_SHAPE_SHIFT = 44


@inline
def site_word(shape: u32, site: Ptr[u64]) -> u64:
    """The site's place or add for a shape, or 0."""
    word = site[0]
    if likely(u32(word) == shape):
        return word
    word = site[1]
    return word if u32(word) == shape else u64(0)


@inline
def site_enter(site: Ptr[u64], word: u64) -> None:
    """Put a word first."""
    site[1] = site[0]
    site[0] = word


# --- attributes
@inline
def site_get(v: Value, site: Ptr[u64]) -> Value:
    """The attribute the site is about, of any value that is not 0; no value: take the slow path."""
    if likely(is_reference(v)):
        o = cast(DynamicObject, v)
        word = site_word(object_shape(o), site)
        if likely(word != 0):
            return o.slots[cache_slot(word)]
    return no_value()


@inline
def site_set(v: Value, site: Ptr[u64], new: Value) -> bool:
    """Store into the attribute the site is about; False: take the slow path."""
    if likely(is_reference(v)):
        o = cast(DynamicObject, v)
        word = site_word(object_shape(o), site)
        if likely(word != 0):
            o.slots[cache_slot(word)] = new
            return True
    return False


@fn
def site_get_slowly(o: DynamicObject, name: Value, site: Ptr[u64]) -> Value:
    """The attribute of a name, or DELETED; the site will know its place."""
    shape = object_shape(o)
    slot = shape_lookup(shape, name)
    if slot < 0:
        return object_get(o, name)
    site_enter(site, cache_word_for(o, shape, slot, 0))
    found = object_get_slot(o, slot)
    return object_get(o, name) if is_no_value(found) else found


@fn(raises=True)
def site_set_slowly(o: DynamicObject, name: Value, site: Ptr[u64], new: Value) -> None:
    """Give the object the attribute. The site has four words: two places, then two adds."""
    shape = object_shape(o)
    add = site_word(shape, site + 2)
    if add != 0 and object_add_slot(o, shape, u32(add >> 32), new):
        return
    slot = shape_lookup(shape, name)
    if slot >= 0:
        site_enter(site, cache_word_for(o, shape, slot, 0))
    elif not is_dictionary(shape):
        target = shape_add(shape, name)
        if not is_dictionary(target):
            site_enter(site + 2, u64(shape) | u64(target) << 32)
    object_set(o, name, new)


# --- members of classes
@inline
def site_member(shape: u32, site: Ptr[u64]) -> Value:
    """What the site knows of the shape's class, or no value."""
    word = site[0]
    if likely(u32(word >> MEMBER_SHAPE_SHIFT) == shape):
        return cast(Value, word << 20 >> 16)
    word = site[1]
    return cast(Value, word << 20 >> 16) if u32(word >> MEMBER_SHAPE_SHIFT) == shape else no_value()


@fn
def site_enter_member(site: Ptr[u64], shape: u32, member: Value) -> None:
    """Let the site know a heap object as the member of a shape's class (not of a dictionary shape: what it has changes)."""
    if shape < 1 << 64 - MEMBER_SHAPE_SHIFT and not is_dictionary(shape):
        site_enter(site, u64(shape) << MEMBER_SHAPE_SHIFT | cast(u64, member) >> 4)
