"""Use cases of asset statements: one function, one transaction each."""
