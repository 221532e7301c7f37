"""The JIT: from bytecode and its instructions' own IR to machine code; knows no language (level: host)."""
