"""Pyta's native modules (level: kernel)."""
