"""The errors that nashsym raises on purpose: each says what is wrong, where, and what to do."""

from __future__ import annotations

__all__ = ["CertificateError", "InputError", "NashsymError", "UndecidedError"]


class NashsymError(Exception):
    """Base class of every error that a user can cause; the command line prints it on one line."""

    exit_code = 2


class InputError(NashsymError):
    """The input is at fault.

    Parameters
    ----------
    problem : str
        What is wrong, with the offending value, without a full stop.
    key : str, optional
        Where in the input: ``inputs.similarity[2][0]``.
    file : str, optional
        The file that was read.
    remedy : str, optional
        What to write instead.
    """

    def __init__(self, problem: str, *, key: str = "", file: str = "", remedy: str = "") -> None:
        self.problem, self.key, self.file, self.remedy = problem, key, file, remedy
        place = ": ".join(part for part in (file, key) if part)
        super().__init__(f"{place + ': ' if place else ''}{problem}{'; ' + remedy if remedy else ''}")

    def located(self, *, key: str = "", file: str = "") -> InputError:
        """Return the same error with the place filled in where it was still unknown."""
        return InputError(self.problem, key=self.key or key, file=self.file or file, remedy=self.remedy)


class CertificateError(InputError):
    """A certificate is malformed: it is refused before any claim is looked at."""


class UndecidedError(NashsymError):
    """What was asked could not be decided within the stated bounds."""

    exit_code = 3
