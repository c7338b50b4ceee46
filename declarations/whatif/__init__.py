"""What a sandbox profile would have changed over the register of a period."""
