"""What those who run the register see of it: structured logs and figures. Never content, never a name, never an address
that names a record.
"""
