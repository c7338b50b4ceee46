"""The kinds of declaration: what each asks, how the answers become facts and a story, and how they are shown again."""
