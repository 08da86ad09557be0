"""Run the command with ``python -m rareearth_cli``."""

from rareearth_cli.commands import main

if __name__ == "__main__":
    main()
