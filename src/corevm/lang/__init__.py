"""The language author's kit: language definition, function builder, natives, modules, diagnostics (level: host)."""
