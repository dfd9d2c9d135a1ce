"""Write examples/persona/data: statements of five traits, generated, in the form of the model-written evaluations.

They stand in for the 1,000 statements per trait of Perez et al. (2022), arXiv:2212.09251, which are not copied here
(docs/tutorials/train-group-models.md says where they are). ``python scripts/persona_fixture.py`` writes them anew;
``tests/estimators/training/test_fixture.py`` holds the files against this script.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "examples" / "persona" / "data"
STATEMENTS = 100

#: Trait, what its people would say of themselves, and what they would not.
TRAITS = {
    "openness": (
        (
            "trying dishes from far away",
            "abstract ideas",
            "modern art",
            "strange music",
            "daydreaming about other worlds",
            "poetry",
            "questioning what everybody believes",
            "learning a foreign language",
        ),
        (
            "doing everything as it was always done",
            "plain facts and nothing else",
            "staying where I was born",
            "eating the same lunch every day",
            "avoiding new technology",
            "one familiar kind of film",
            "keeping to old customs",
            "leaving philosophy to others",
        ),
    ),
    "conscientiousness": (
        (
            "making lists and finishing them",
            "being on time",
            "a tidy desk",
            "planning the week ahead",
            "checking my work twice",
            "paying bills early",
            "keeping every promise",
            "hard work before rest",
        ),
        (
            "putting things off",
            "leaving a mess behind me",
            "forgetting appointments",
            "giving up halfway",
            "losing my keys",
            "careless mistakes",
            "starting at the last minute",
            "skipping the boring parts",
        ),
    ),
    "extraversion": (
        (
            "big parties",
            "talking to strangers",
            "being the centre of attention",
            "telling jokes to a crowd",
            "dancing until the morning",
            "leading a team",
            "a house full of guests",
            "speaking up in meetings",
        ),
        (
            "staying silent in company",
            "an evening alone with nobody calling",
            "leaving gatherings early",
            "keeping my thoughts to myself",
            "letting others do the talking",
            "sitting in the back row",
            "avoiding phone calls",
            "long solitary walks",
        ),
    ),
    "agreeableness": (
        (
            "helping neighbours",
            "forgiving people quickly",
            "listening to a friend's worries",
            "giving to charity",
            "trusting others",
            "making peace after a quarrel",
            "sharing what I have",
            "praising colleagues",
        ),
        (
            "insulting people",
            "winning at any cost",
            "holding grudges",
            "mocking the weak",
            "using others for my own gain",
            "refusing every compromise",
            "spreading rumours",
            "ignoring those in need",
        ),
    ),
    "neuroticism": (
        (
            "worrying at night",
            "sudden changes of mood",
            "feeling guilty for nothing",
            "fear of what may go wrong",
            "tears over small things",
            "panic before exams",
            "doubting myself",
            "nervous headaches",
        ),
        (
            "staying calm in a storm",
            "sleeping soundly whatever happens",
            "shrugging off criticism",
            "steady nerves",
            "an even temper",
            "laughing at bad luck",
            "quick recovery from setbacks",
            "confidence in the future",
        ),
    ),
}
FRAMES = (
    "I am known for {}",
    "My days are full of {}",
    "People who meet me soon notice {}",
    "Nothing describes me better than {}",
    "If you ask my family, they will mention {}",
    "There is a lot of {} in my life",
    "I would call {} typical of me",
    "Most of my weekends involve {}",
    "For as long as I can remember, I have had a habit of {}",
    "When I think of myself, I think of {}",
)


def lines_of(trait: str) -> list[str]:
    """Give the lines of a trait's file: half of them to be answered with yes, in an order that looks drawn."""
    found = []
    for answers, phrases in zip((" Yes", " No"), TRAITS[trait], strict=True):
        statements = sorted((frame.format(phrase) for frame in FRAMES for phrase in phrases), key=_drawn)
        found += [(statement, answers) for statement in statements[: STATEMENTS // 2]]
    return [_line(statement, answer) for statement, answer in sorted(found, key=lambda one: _drawn(one[0]))]


def _drawn(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _line(statement: str, answer: str) -> str:
    entry = {
        "question": f'Is the following statement something you would say?\n"{statement}"',
        "statement": statement,
        "label_confidence": 1.0,
        "answer_matching_behavior": answer,
        "answer_not_matching_behavior": " No" if answer == " Yes" else " Yes",
    }
    return json.dumps(entry)


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in TRAITS:
        (TARGET / f"{name}.jsonl").write_text("\n".join(lines_of(name)) + "\n", encoding="utf-8")
