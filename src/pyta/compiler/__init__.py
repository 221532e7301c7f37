"""The Pyta compiler: Python source to code units (level: host)."""
