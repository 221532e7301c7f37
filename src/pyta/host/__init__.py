"""Pyta's host side: the runtime, imports, tracebacks (level: host)."""
