"""Pyta module (level: kernel)."""
