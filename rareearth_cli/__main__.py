"""The entry point of ``rareearth`` and ``python -m rareearth_cli``."""

import signal


def main() -> None:
    """Run the command.

    While its modules load, an interrupt ends the process at once, without a traceback.
    """
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    from rareearth_cli.main import main as run

    signal.signal(signal.SIGINT, handler)
    run()


if __name__ == "__main__":
    main()
