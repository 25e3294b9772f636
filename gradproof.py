"""gradproof judges gradient work: derivations and NumPy code, line by line, with the evidence."""

from __future__ import annotations


def main() -> None:
    """The command line; see ``gradproof --help``."""
    from reports.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
