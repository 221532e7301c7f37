"""Coroutine and asynchronous generator objects: they exist, with their types, but cannot be run yet."""

from __future__ import annotations

from corevm.kernel.value import DEFAULT, NONE
from corevm.micro.surface import Object, Value, fn, heap, new
from pyta.object.declare import declare_type, function, getter, method
from pyta.object.exception import not_implemented_error


@heap(kind="pyta.coroutine")
class Coroutine(Object):
    name: Value


@heap(kind="pyta.async_generator")
class AsyncGenerator(Object):
    name: Value


declare_type("coroutine", kind="pyta.coroutine", is_hidden=True, is_final=True)
declare_type("async_generator", kind="pyta.async_generator", is_hidden=True, is_final=True)


@function("builtins", "_pyta_coroutine")
def make_coroutine(own_name: Value) -> Value:
    return new(Coroutine, name=own_name)


@function("builtins", "_pyta_async_generator")
def make_async_generator(own_name: Value) -> Value:
    return new(AsyncGenerator, name=own_name)


@fn(raises=True)
def refuse() -> Value:
    raise not_implemented_error("Pyta does not run coroutines yet")


@method("coroutine", "send")
def coroutine_send(self: Value, v: Value) -> Value:
    return refuse()


@method("coroutine", "throw", optional=2)
def coroutine_throw(self: Value, kind: Value, v: Value, traceback: Value) -> Value:
    return refuse()


@method("coroutine", "close")
def coroutine_close(self: Value) -> Value:
    return NONE


@method("coroutine", "__await__")
def coroutine_await(self: Value) -> Value:
    return refuse()


@getter("coroutine", "cr_await")
def coroutine_cr_await(self: Value) -> Value:
    return NONE


@method("async_generator", "__aiter__")
def async_generator_iter(self: Value) -> Value:
    return self


@method("async_generator", "__anext__")
def async_generator_next(self: Value) -> Value:
    return refuse()


@method("async_generator", "asend")
def async_generator_send(self: Value, v: Value) -> Value:
    return refuse()


@method("async_generator", "athrow", optional=2)
def async_generator_throw(self: Value, kind: Value, v: Value, traceback: Value) -> Value:
    return refuse()


@method("async_generator", "aclose")
def async_generator_close(self: Value) -> Value:
    return refuse()


__all__ = ["DEFAULT"]
