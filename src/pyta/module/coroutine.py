"""Coroutines, as far as the library needs them to exist: `async def` makes a function that gives one of these, which does not run.

(Awaiting is a later step: pyta.syntax.parse puts a call of `__pyta_coroutine__` in the place of an async function's body.)
"""

from __future__ import annotations

from corevm.kernel.object import is_kind
from corevm.kernel.string import String, concat_strings, string_from_static
from corevm.kernel.value import NONE, TRUE, boolean, is_word
from corevm.micro.surface import Object, Ptr, Value, cast, fn, heap, i64, new
from pyta.object.build import hex_address
from pyta.object.declare import declare_type, function, getter, method
from pyta.object.exception import not_implemented_error, type_error


@heap(kind="pyta.coroutine")
class Coroutine(Object):
    name: Value


@heap(kind="pyta.async_generator")
class AsyncGenerator(Object):
    name: Value


declare_type("coroutine", kind="pyta.coroutine", is_hidden=True, is_final=True)
declare_type("async_generator", kind="pyta.async_generator", is_hidden=True, is_final=True)


@function("builtins", "__pyta_coroutine__")
def make_coroutine(own_name: Value, is_generator: Value) -> Value:
    if is_word(is_generator, TRUE):
        return new(AsyncGenerator, name=own_name)
    return new(Coroutine, name=own_name)


def _methods(owner: str, kind: str, prefix: str, running: tuple[str, ...]) -> None:
    @fn(raises=True)
    def check(self: Value) -> Value:
        if not is_kind(self, kind):
            raise type_error(f"descriptor requires a '{owner}' object but received a '%T'", self)
        return cast(Coroutine, self).name

    for key in running:

        @method(owner, key, variadic=True)
        def run(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
            check(arguments[0])
            raise not_implemented_error("coroutines do not run on Pyta yet")

    @getter(owner, "__name__")
    def own_name(self: Value) -> Value:
        return check(self)

    @getter(owner, "__qualname__")
    def qualified_name(self: Value) -> Value:
        return check(self)

    @getter(owner, f"{prefix}_running")
    def is_running(self: Value) -> Value:
        return boolean(False)

    @method(owner, "__repr__")
    def show(self: Value) -> Value:
        text = concat_strings(string_from_static(f"<{owner} object "), cast(String, check(self)))
        text = concat_strings(concat_strings(text, string_from_static(" at ")), hex_address(self))
        return concat_strings(text, string_from_static(">"))


_methods("coroutine", "pyta.coroutine", "cr", ("send", "throw", "__await__"))
_methods("async_generator", "pyta.async_generator", "ag", ("asend", "athrow", "aclose", "__anext__"))


@method("coroutine", "close")
def coroutine_close(self: Value) -> Value:
    return NONE


@method("async_generator", "__aiter__")
def async_generator_iter(self: Value) -> Value:
    return self
