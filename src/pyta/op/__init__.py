"""Pyta op (level: kernel)."""
