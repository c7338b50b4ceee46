"""Use cases of advice: one function, one transaction each."""
