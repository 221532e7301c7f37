"""Numbers of the functions a language gives the kernel (`Runtime.hooks`): one table.

Each is the address of a Micro function, or 0.
"""

from __future__ import annotations

HOOKS: tuple[tuple[str, str], ...] = (
    ("make_error", "RaisingFn[[i64, Ptr[u8], Value], Value]: the exception object for a kernel error: kind, text, argument"),
    ("safepoint", "RaisingFn[[u64], None]: called at a safepoint with the pending bits the kernel does not handle itself"),
)
HOOK_MAKE_ERROR = 0
HOOK_SAFEPOINT = 1
HOOK_LIMIT = 64  # words a runtime has for hooks

assert HOOKS[HOOK_MAKE_ERROR][0] == "make_error" and HOOKS[HOOK_SAFEPOINT][0] == "safepoint"
