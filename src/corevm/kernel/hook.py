"""Numbers of the functions a language gives the kernel (`Runtime.hooks`): one table.

Each is the address of a Micro function, or 0.
"""

from __future__ import annotations

HOOKS: tuple[tuple[str, str], ...] = (
    ("make_error", "RaisingFn[[i64, Ptr[u8], Value], Value]: the exception object for a kernel error: kind, text, argument"),
    ("safepoint", "RaisingFn[[u64], None]: called at a safepoint with the pending bits the kernel does not handle itself"),
    ("call", "corevm.kernel.call.HookCall: calls a value that is no function: a class, an object with a call method"),
    ("bind", "corevm.kernel.call.HookBind: binds arguments that are not simply one for each parameter"),
    ("catches", "RaisingFn[[i64, Value], bool]: whether a catch site's filter accepts an exception"),
    ("trace", "RaisingFn[[Value, Ptr[u64], Ptr[Value]], None]: the exception passes through a frame (pc, base)"),
    ("stop_iteration", "RaisingFn[[Value], Value]: the exception by which a generator gives its result"),
    ("truth", "RaisingFn[[Value], bool]: whether a value counts as true"),
    ("generator_error", "RaisingFn[[Value], Value]: what is raised in place of an exception that leaves a generator"),
)
HOOK_MAKE_ERROR = 0
HOOK_SAFEPOINT = 1
HOOK_CALL = 2
HOOK_BIND = 3
HOOK_CATCHES = 4
HOOK_TRACE = 5
HOOK_STOP_ITERATION = 6
HOOK_TRUTH = 7
HOOK_GENERATOR_ERROR = 8
HOOK_LIMIT = 64  # words a runtime has for hooks

assert [
    HOOK_MAKE_ERROR, HOOK_SAFEPOINT, HOOK_CALL, HOOK_BIND, HOOK_CATCHES, HOOK_TRACE, HOOK_STOP_ITERATION, HOOK_TRUTH,
    HOOK_GENERATOR_ERROR,
] == list(range(len(HOOKS)))  # fmt: skip
