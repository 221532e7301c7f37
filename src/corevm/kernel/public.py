"""The kernel's public face: what the kernel-level files of a language import. Further names are in the modules they come from."""

# ruff: noqa: F401

from corevm.kernel.array import Array_, array_new, is_no_value, no_value
from corevm.kernel.call import call_value, enter_call, enter_function, shift_arguments
from corevm.kernel.code import LANGUAGE_FLAGS_SHIFT, BoundMethod, Cell, Code, Function, NativeFunction
from corevm.kernel.double import double_of, double_text, double_value, is_double
from corevm.kernel.dynamic import DynamicObject, object_get, object_new, object_set, object_shape
from corevm.kernel.error import ERROR_NUMBER, INDEX, KEY, NAME, RUNTIME, TYPE, VALUE, error, error_about
from corevm.kernel.exception import exception, exception_about
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, code_of, make_link
from corevm.kernel.kind import KIND_NUMBER, declare_kinds
from corevm.kernel.list import List
from corevm.kernel.map import Map, map_get_identity, map_merge, map_new, map_set
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.output import write_line
from corevm.kernel.shape import shape_new, shape_of
from corevm.kernel.site import site_enter_member, site_get, site_get_slowly, site_member, site_set, site_set_slowly
from corevm.kernel.string import String, concat_strings, equal_strings, string_from_static
from corevm.kernel.string_intern import intern
from corevm.kernel.table import identity_hash, never_same
from corevm.kernel.thread import runtime, thread
from corevm.kernel.value import (
    DELETED,
    FALSE,
    NONE,
    TRUE,
    UNDEFINED,
    boolean,
    both_fixnum,
    box_float,
    fixnum_add,
    fixnum_mul,
    fixnum_sub,
    is_fixnum,
    is_flonum,
    is_immediate,
    is_reference,
    is_word,
    tag_fixnum,
    untag_fixnum,
)
from corevm.kernel.variable import define_variable, find_variable

__all__ = [name for name in dir() if not name.startswith("_")]
