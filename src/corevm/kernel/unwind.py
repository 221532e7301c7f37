"""Unwinding: from a failed instruction to the catch site that takes the exception, or out of the interpreter.

It spends a reduction, so that a loop through a catch site is no way around the fuel. Catch sites are tried innermost first; each frame passed is reported to the language's `trace` hook, with the pc of the
instruction that failed or called.
"""

from __future__ import annotations

from corevm.kernel.array import no_value
from corevm.kernel.code import CATCH_SITE_FIELDS, IS_GENERATOR, Code
from corevm.kernel.error import INTERNAL, make_error
from corevm.kernel.frame import EXIT, EXIT_WORD, EXTRA, LINK, SPECIAL, caller_of, code_of, link_kind, link_of, link_pc
from corevm.kernel.generator import GENERATOR_DONE, Generator, enter_delegator
from corevm.kernel.hook import HOOK_CATCHES, HOOK_GENERATOR_ERROR, HOOK_TRACE
from corevm.kernel.safepoint import safepoint_slow
from corevm.kernel.thread import SCRATCH_RESULT, runtime, take_exception, thread
from corevm.kernel.value import LIMIT_REACHED
from corevm.micro.surface import Ptr, RaisingFn, Value, addr_of, cast, failure, fn, i64, u32, u64


@fn
def catch_target(code: Code, offset: i64, exception: Value) -> i64:
    """Index of the first catch site that covers a word offset and accepts the exception, or -1."""
    sites = code.catch_sites
    if sites is None:
        return -1
    fields = cast(Ptr[u32], addr_of(sites.bytes))
    for i in range(code.catch_count):
        site = fields + i * CATCH_SITE_FIELDS
        if offset >= i64(site[0]) and offset < i64(site[1]):
            if site[4] == 0:
                return i
            hooks = runtime().hooks
            if hooks is not None and hooks[HOOK_CATCHES] != 0:
                try:
                    if cast(RaisingFn[[i64, Value], bool], hooks[HOOK_CATCHES])(i64(site[4]), exception):
                        return i
                except:
                    pass
    return -1


@fn
def trace(exception: Value, pc: Ptr[u64], base: Ptr[Value]) -> None:
    hooks = runtime().hooks
    if hooks is not None and hooks[HOOK_TRACE] != 0:
        try:
            cast(RaisingFn[[Value, Ptr[u64], Ptr[Value]], None], hooks[HOOK_TRACE])(exception, pc, base)
        except:
            pass


@fn(effect="guest")
def leaving_generator(exception: Value) -> Value:
    """What an exception becomes that leaves a generator."""
    hooks = runtime().hooks
    if hooks is None or hooks[HOOK_GENERATOR_ERROR] == 0:
        return exception
    try:
        return cast(RaisingFn[[Value], Value], hooks[HOOK_GENERATOR_ERROR])(exception)
    except failure as e:
        return e


@fn(effect="guest")
def lost_exception() -> Value:
    """What is raised in place of an exception that is missing."""
    try:
        return make_error(INTERNAL, "an operation failed without an exception", no_value())
    except failure as e:
        return e


@fn(effect="guest")
def unwind(pc: Ptr[u64], base: Ptr[Value]) -> tuple[Ptr[u64], Ptr[Value]]:
    """Where to go on after the instruction at pc failed with the pending exception."""
    t = thread()
    exception = take_exception()
    if cast(u64, exception) == 0:  # a kernel function failed without saying why: a fault of ours, but no crash
        t.pc = pc
        t.base = base
        exception = lost_exception()
    t.pc = pc
    t.base = base
    t.reductions -= 1
    if t.reductions < 0:
        try:
            safepoint_slow()
        except failure as e:
            exception = e
    while True:
        t.pc = pc
        t.base = base
        code = code_of(base)
        site: i64 = -1
        if cast(u64, exception) != LIMIT_REACHED:
            trace(exception, pc, base)
            site = catch_target(code, pc - code.entry, exception)
        if site >= 0:
            sites = code.catch_sites
            fields = cast(Ptr[u32], addr_of(sites.bytes)) + site * CATCH_SITE_FIELDS
            base[fields[3]] = exception
            return code.entry + fields[2], base
        if code.flags & IS_GENERATOR != 0:
            generator = cast(Generator, base[EXTRA])
            if cast(u64, generator) != 0:
                generator.state = GENERATOR_DONE
                if cast(u64, exception) != LIMIT_REACHED:
                    exception = leaving_generator(exception)
                if generator.levels > 0:
                    return enter_delegator(base, exception, True)
        link = link_of(base)
        if link & SPECIAL != 0 and link_kind(link) == EXIT:
            t.exception = exception
            t.scratch[SCRATCH_RESULT] = 0
            return EXIT_WORD, base
        pc = link_pc(link) - 1
        base = caller_of(base)


__all__ = ["LINK", "unwind"]
