"""Use cases of declaring: one function, one transaction each."""
