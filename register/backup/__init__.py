"""Backups of the embedded database: one encrypted file, verified before it is put in use."""
