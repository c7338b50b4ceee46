"""Confidential advice of the ethics office (ICSC 24 d; INTERPOL 22): never a declaration, never part of a case."""
