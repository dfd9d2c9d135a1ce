"""Draw the picture of the README: the weights in the equilibrium of the embedded survey.

    python scripts/picture.py

writes `docs/images/anes96-weights.svg`; a test holds the file against what this draws.
"""

from __future__ import annotations

from pathlib import Path

from nashsym.data.survey import anes96_game
from nashsym.files import write_text
from nashsym.reports.charts import standalone
from nashsym.reports.equilibria import weights_chart
from nashsym.reports.parts import point_part
from nashsym.solvers.pipeline import solve

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "anes96-weights.svg"


def picture() -> str:
    """Return the picture as the text of an SVG file."""
    (found,) = solve(anes96_game()).equilibria
    part = point_part(found, 1, selected=False)
    return standalone(weights_chart(part, found.game.threshold, "weights"))


if __name__ == "__main__":
    print(write_text(TARGET, picture()))
