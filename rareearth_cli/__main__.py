"""``rareearth``, and ``python -m rareearth_cli``."""

import signal


def main() -> None:
    """Run the command; an interrupt while its parts are still loading ends it as one at any other time does."""
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    from rareearth_cli.main import main as run

    signal.signal(signal.SIGINT, handler)
    run()


if __name__ == "__main__":
    main()
