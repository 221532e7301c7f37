"""What a program's safepoint does besides the kernel's own work: signals, then callbacks and finalizers that wait."""

from __future__ import annotations

from corevm.micro.surface import fn, u64
from pyta.module.weakref import handle_queued
from pyta.protocol.interrupt import look_for_signals


@fn(raises=True)
def hook_safepoint(pending: u64) -> None:
    """The kernel's hook. Raises: KeyboardInterrupt."""
    look_for_signals(pending)
    handle_queued()
