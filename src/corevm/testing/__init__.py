"""The public test kit: machines on both executors, stress modes (level: host)."""
