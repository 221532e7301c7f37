"""corevm: a language-runtime framework. Importing it loads no compiler."""

from __future__ import annotations

from importlib import import_module as _import_module

from corevm.micro.function import Executor as _Executor
from corevm.micro.function import provide_executors as _provide_executors


def _executor(name: str) -> _Executor:
    """How a Micro function called from Python runs; the engine is imported when the first one is."""
    provider = _import_module("corevm.engine.executor")
    return provider.executor_named(name)  # type: ignore[no-any-return]


_provide_executors(_executor)
