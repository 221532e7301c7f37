"""The instruction set: definitions, validation, and what is derived from them (level: host; `op/` is kernel level)."""
