"""`python -m register` is the command `register`."""

from register.cli import main

if __name__ == "__main__":
    main()
