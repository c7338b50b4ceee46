"""Asset statements of designated filers (ICSC 24 b, c): a record class of its own, never a declaration."""
