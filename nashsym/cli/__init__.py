"""The command line: each verb of the package is a subcommand of the same name, one file each."""

from nashsym.cli.program import main

__all__ = ["main"]
