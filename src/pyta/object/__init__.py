"""Pyta object (level: kernel)."""
