"""What is derived from instruction definitions: interpreter handlers, reference page (level: host)."""
