"""What a person has in force, on one page; what a change of function and the end of service do to it."""
