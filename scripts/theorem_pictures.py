"""Draw the pictures of the theorems' pages, docs/images/theorems/*.svg, from the games in examples/theorems/.

Run ``python -m scripts.theorem_pictures`` to draw them anew (those named only); ``tests/test_theorem_pages.py``
holds the files against this script. Points are exact solutions, turned into pixels at the end; contours are sampled.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from nashsym.theorems import THEOREMS, theorem
from nashsym.theorems.ledger import page_of
from scripts.theorem_panels import bounds, coefficients, equilibria, populations
from scripts.theorem_panels.canvas import Panel, picture

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images" / "theorems"
PANELS: dict[str, Callable[[], list[Panel]]] = {
    "T1": equilibria.best_response,
    "T2": equilibria.interior,
    "T3": equilibria.uniqueness,
    "T4": equilibria.boundary,
    "T5": equilibria.potential,
    "T6": equilibria.specialisation,
    "T7": coefficients.statics_panels,
    "T8": coefficients.scale,
    "T9": coefficients.attractiveness_path,
    "T10": coefficients.design_panels,
    "T11": coefficients.inert,
    "T12": coefficients.diversity,
    "T13": bounds.perturbation,
    "T14": bounds.regret,
    "T15": bounds.enclosure,
    "T16": populations.dynamics,
    "T17": coefficients.welfare,
    "T18": populations.types,
    "T19": populations.all_equilibria,
}


def target(name: str) -> Path:
    """Return where the picture of a theorem lies."""
    return FOLDER / f"{PurePosixPath(page_of(theorem(name))).stem}.svg"


def render(name: str) -> str:
    """Give the text of a theorem's picture."""
    return picture(PANELS[name](), f"{name}, {theorem(name).title}")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in sys.argv[1:] or [one.name for one in THEOREMS]:
        target(each).write_text(render(each), encoding="utf-8")
