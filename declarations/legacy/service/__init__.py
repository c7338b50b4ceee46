"""Importing an older register: look at it, commit it as a whole, undo it."""
