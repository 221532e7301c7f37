"""Passes: each changes a function in place, is total on verified IR, and leaves verified IR (level: host)."""
