"""Draw docs/images/anes96-weights.svg, the picture of the README: the first chart of the report on the embedded survey.

Run ``python scripts/readme_picture.py`` to draw it anew; ``tests/test_docs.py`` holds the file against this script.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from nashsym import anes96_game, report
from nashsym.reports.charts import standalone

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "anes96-weights.svg"


def render() -> str:
    """Give the text of the picture."""
    with TemporaryDirectory() as folder:
        page = next(path for path in report(anes96_game(), folder) if path.suffix == ".html")
        chart = re.search(r"<svg class=\"chart\".*?</svg>", page.read_text(encoding="utf-8"), re.DOTALL)
    if chart is None:
        raise RuntimeError("the report has no chart")
    return standalone(chart[0])


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(render(), encoding="utf-8")
