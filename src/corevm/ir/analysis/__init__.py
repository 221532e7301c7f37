"""Facts about a function that passes and the verifier ask for (level: host)."""
