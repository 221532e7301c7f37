"""Pyta's types: one file a type (level: kernel)."""
