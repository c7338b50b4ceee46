"""Programs that set what a meeting prints, each in a process of its own."""
