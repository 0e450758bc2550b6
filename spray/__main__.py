"""`python -m spray`: the command, also from a checkout that is not installed."""

from spray.cli import main

if __name__ == "__main__":
    main(prog_name="spray")
