"""Use cases of this room, one transaction each."""
