"""Compute nashsym/data/anes96.json, the survey that the package carries, from statsmodels' copy of the 1996 ANES.

Run ``python scripts/anes96.py`` to write it anew; ``tests/data/test_anes96.py`` holds the file against this script.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from statsmodels.datasets import anes96

TARGET = Path(__file__).resolve().parent.parent / "nashsym" / "data" / "anes96.json"

#: The group of each self-placement on the scale from 1, extremely liberal, to 7, extremely conservative.
GROUPS = {
    "liberal": {1, 2},
    "slightly liberal": {3},
    "moderate": {4},
    "slightly conservative": {5},
    "conservative": {6, 7},
}
PLACEMENTS = (
    "extremely liberal",
    "liberal",
    "slightly liberal",
    "moderate",
    "slightly conservative",
    "conservative",
    "extremely conservative",
)
PARTIES = (
    "strong Democrat",
    "weak Democrat",
    "independent, leaning Democrat",
    "independent",
    "independent, leaning Republican",
    "weak Republican",
    "strong Republican",
)
#: Column, what was asked, and the options with the code of the first.
QUESTIONS = (
    ("ClinLR", "Where would you place Bill Clinton, from left to right?", 1, PLACEMENTS),
    ("DoleLR", "Where would you place Bob Dole, from left to right?", 1, PLACEMENTS),
    ("PID", "Which party do you identify with?", 0, PARTIES),
    ("vote", "Whom do you expect to vote for?", 0, ("Clinton", "Dole")),
)


def compute() -> dict[str, Any]:
    """Count the answers of each group: a tree for JSON, integers only, so that nothing is rounded."""
    people = anes96.load_pandas().data
    members = {group: people[people["selfLR"].isin(places)] for group, places in GROUPS.items()}
    return {
        "name": "American National Election Study 1996",
        "source": (
            "The American National Election Studies, 1996 (https://electionstudies.org/): the 944 respondents that "
            "statsmodels.datasets.anes96 carries; counted by scripts/anes96.py"
        ),
        "licence": "public domain, as statsmodels.datasets.anes96 states",
        "groups": list(GROUPS),
        "respondents": [len(rows) for rows in members.values()],
        "engagement": {
            "measure": "times a week that a respondent watches TV news",
            "sums": [int(rows["TVnews"].sum()) for rows in members.values()],
        },
        "questions": [
            {
                "name": column,
                "text": text,
                "options": list(options),
                "counts": [
                    [int((rows[column] == first + index).sum()) for index in range(len(options))]
                    for rows in members.values()
                ],
            }
            for column, text, first, options in QUESTIONS
        ],
    }


def render() -> str:
    """Give the text of the file, with each list of numbers on one line."""
    text = json.dumps(compute(), indent=1)
    return re.sub(r"\[\s+(\d+(?:,\s+\d+)*)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", text) + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
