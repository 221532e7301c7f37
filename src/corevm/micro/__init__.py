"""Micro: typed Python, compiled to IR. The rules are in docs/reference/micro.md (level: host)."""
