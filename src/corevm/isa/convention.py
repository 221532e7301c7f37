"""The handler convention: how interpreter handlers and compiled units are entered and left. Effects: none."""

from __future__ import annotations

from corevm.ir.type import PTR, Signature

HANDLER = Signature((PTR, PTR, PTR, PTR), (), "handler")
HANDLER_NAMES = ("pc", "base", "thread", "table")
PC, BASE, THREAD, TABLE = range(4)
