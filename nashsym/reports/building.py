"""`report`: a folder with the HTML page, the Markdown and the certificate."""

from __future__ import annotations

import os
from pathlib import Path

from nashsym.certificates.issuing import certify
from nashsym.errors import InputError
from nashsym.files import write_bytes
from nashsym.game import Game
from nashsym.reports.anchored import anchored_document
from nashsym.reports.collecting import collect
from nashsym.reports.document import pictures_of
from nashsym.reports.incentives import PICTURES
from nashsym.reports.markdown import markdown
from nashsym.reports.page import html_page
from nashsym.reports.parts import CERTIFICATE_FILE
from nashsym.reports.provenance import provenance_section
from nashsym.reports.sections import document
from nashsym.reports.sureness import sureness_section
from nashsym.solvers.anchored_solution import AnchoredSolution
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Solution
from nashsym.uncertainty.sureness import Sureness

__all__ = ["report"]


def report(
    subject: Game | Solution, folder: str | os.PathLike[str], sureness: Sureness | None = None
) -> tuple[Path, ...]:
    """Solve a game, certify the answer, check the certificate and write a report on all of it.

    Parameters
    ----------
    subject : Game or Solution
        A game is solved first.
    folder : path
        Made where it is missing. A report of before in it is replaced; other files stay.
    sureness : Sureness, optional
        Bands on the weights and what survives the confidence box, of the same game: see
        `nashsym.uncertainty.sureness.sureness`. They get a section of their own.

    Returns
    -------
    tuple of Path
        ``report.html`` (self-contained), ``report.md`` (the same in Markdown), ``certificate.json``, and the pictures
        that the Markdown shows (`nashsym.reports.incentives.PICTURES`) where there are any. The same game gives the
        same bytes.

    Raises
    ------
    InputError
        Where the folder can't be made or written to; then nothing is changed.
    """
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise InputError("is not a folder", file=str(target), remedy="choose another folder for the report")
    solution = solve(subject) if isinstance(subject, Game) else subject
    certificate = certify(solution, None if sureness is None else sureness.robustness.box.canonical(solution.game))
    if isinstance(solution, AnchoredSolution):
        written = anchored_document(solution, certificate)
    else:
        written = document(collect(solution, certificate))
    if sureness is not None:
        written = written.with_section(sureness_section(sureness), after="equilibrium")
    if solution.game.provenance:
        written = written.with_section(provenance_section(solution.game), after="inputs")
    texts = {"report.html": html_page(written), "report.md": markdown(written), CERTIFICATE_FILE: certificate.text}
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"can't be made: {error.strerror}", file=str(target), remedy="choose a folder that you can write to"
        ) from None
    contents = {name: text.encode("utf-8") for name, text in texts.items()}
    contents |= {picture.file: picture.svg for picture in pictures_of(written)}
    for name in PICTURES:  # of a report of before
        if name not in contents:
            (target / name).unlink(missing_ok=True)
    return tuple(write_bytes(target / name, content) for name, content in contents.items())
