"""The `corevm` command (level: host)."""
