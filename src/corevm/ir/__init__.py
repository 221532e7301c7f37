"""One SSA intermediate representation for Micro, the JIT and the IR API (level: host)."""
