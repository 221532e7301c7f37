"""Pyta protocol (level: kernel)."""
