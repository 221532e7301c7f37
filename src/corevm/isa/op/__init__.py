"""The core instructions, in Micro (level: kernel)."""
