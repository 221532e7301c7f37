"""Source text to syntax trees (level: host)."""
