"""`nashsym estimate distributions` as its user runs it: from a file to a certificate, and every misuse in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nashsym import read_game, solve
from nashsym.cli import main
from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import matrix
from nashsym.testing import assert_equilibrium
from nashsym.uncertainty.replicates import read_replicates

GROUPS = ("north", "south", "east")
ANSWERS = "group,question,answer\n" + "".join(
    f"{group},{question},{answer}\n"
    for d, group in enumerate(GROUPS)
    for question, answers in (("drink", ["tea"] * (d + 1) + ["milk"] * 2), ("when", ["noon"] * 2 + ["dusk"] * (3 - d)))
    for answer in answers
)


def records(groups: int = 3, questions: int = 4) -> list[dict[str, Any]]:
    """Return the JSON form that work on pluralistic alignment uses."""
    return [
        {
            "question": f"question {q}?",
            "options": ["yes", "no", "perhaps"],
            "attribute": GROUPS[d],
            "gold_distribution": [(1 + d) / 10, (5 - d) / 10, (4) / 10],
            "id": f"{d}-{q}",
        }
        for q in range(questions)
        for d in range(groups)
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answers.csv").write_text(ANSWERS)
    (tmp_path / "records.json").write_text(json.dumps(records()))
    return tmp_path


def run(*arguments: str) -> int:
    return main(["estimate", "distributions", *arguments])


def test_a_file_of_distributions_becomes_a_certified_equilibrium(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("records.json", "-o", "game.toml") == 0
    out, err = capsys.readouterr()
    assert out == "3 groups, 4 questions, read as distributions; inputs in float64\ngame.toml\n"
    assert err == "nashsym: the audience is not known: every group counts as equally large\n"
    game = read_game("game.toml")
    assert game.groups == GROUPS
    assert_equilibrium(solve(game))
    assert main(["solve", "game.toml"]) == 0
    assert main(["certify", "game.toml", "-o", "certificate.json"]) == 0
    assert main(["verify", "certificate.json"]) == 0
    assert "accepted" in capsys.readouterr().out


def test_provenance_says_where_the_game_comes_from(folder: Path) -> None:
    assert run("answers.csv", "--bootstrap", "20", "--seed", "7", "-o", "game.toml") == 0
    provenance = read_game("game.toml").provenance
    assert provenance["source"] == "answers.csv"
    assert len(provenance["sha256"]) == 64
    assert provenance["format"] == "individual answers"
    assert provenance["similarity"] == "collision"
    assert provenance["arithmetic"] == "exact"
    assert "seed: 7" in provenance["bootstrap"]
    assert "taken to be its respondents" in provenance["repairs and notes"]
    replicates = read_replicates("game.replicates.npz")
    assert len(replicates) == 20
    assert replicates.groups == GROUPS
    assert replicates.details["seed"] == "7"


def test_the_same_call_writes_the_same_bytes(folder: Path) -> None:
    names = ("game.toml", "game.replicates.npz")
    written = []
    for _ in range(2):
        assert run("answers.csv", "--bootstrap", "5", "-o", "game.toml") == 0
        written.append([Path(name).read_bytes() for name in names])
    assert written[0] == written[1]


def test_replicates_of_an_earlier_game_do_not_stay_beside_a_new_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("answers.csv", "--bootstrap", "5", "-o", "game.toml") == 0
    assert run("answers.csv", "-o", "game.toml") == 0
    assert not Path("game.replicates.npz").exists()
    assert "replicates of an earlier game were taken away" in capsys.readouterr().err


def test_every_choice_reaches_the_game(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("people.csv").write_text("group,audience,engagement\nnorth,1,1\neast,3,1/2\nsouth,9,1\n")
    Path("questions.json").write_text('{"when": 3, "drink": 1}')
    Path("options.json").write_text('{"drink": ["milk", "tea"], "when": ["noon", "dusk"]}')
    code = run(
        "answers.csv", "--groups", "east,north", "--questions", "questions.json", "--audience", "people.csv",
        "--options", "options.json", "--scores", "order", "--inconsistency", "dispersion=1,deviation=1/2",
        "--similarity", "collision-unbiased", "--concave", "nearest", "--agents", "3", "--consistency", "3/2",
        "--diversity", "0.5", "--form", "distance", "--floor", "1/20", "--name", "tea", "-o", "game.json",
    )  # fmt: skip
    assert code == 0
    game = read_game("game.json")
    assert game.groups == ("east", "north")
    assert game.agents == 3
    assert game.diversity == "distance"
    assert game.name == "tea"
    assert [str(value) for value in game.coefficients.values()] == ["1", "3/2", "1/2"]
    assert [str(value) for value in game.inputs["attractiveness"]] == ["3/5", "2/5"]
    assert game.provenance["inconsistency"] == "1·dispersion + 1/2·deviation (unbiased)"
    assert definiteness(matrix(game.inputs["similarity"])).is_positive_semidefinite
    assert "left out: 1 group, 'south'" in capsys.readouterr().err


def test_a_ridge_is_offered_and_added_only_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("answers.csv", "--inconsistency", "disagreement", "-o", "plain.toml") == 0
    assert "a ridge of 0." in capsys.readouterr().err
    assert not definiteness(matrix(read_game("plain.toml").inputs["inconsistency"])).is_positive_semidefinite
    assert run("answers.csv", "--inconsistency", "disagreement", "--concave", "ridge", "-o", "repaired.toml") == 0
    assert "was added to its diagonal" in capsys.readouterr().err
    game = read_game("repaired.toml")
    assert definiteness(matrix(game.inputs["inconsistency"])).is_positive_semidefinite
    assert "was added to its diagonal" in game.provenance["repairs and notes"]


def test_a_name_with_a_comma_is_given_as_json(folder: Path) -> None:
    listed = [{**record, "attribute": f"{record['attribute']}, etc."} for record in records()]
    Path("comma.json").write_text(json.dumps(listed))
    assert run("comma.json", "--groups", '["south, etc.", "north, etc."]', "-o", "game.toml") == 0
    assert read_game("game.toml").groups == ("south, etc.", "north, etc.")


def test_repairs_are_asked_for_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = records()
    listed[1]["gold_distribution"] = [0.2, 0.3, 0.3]
    listed[2]["options"] = ["YES", "No", "perhaps."]
    Path("rough.json").write_text(json.dumps(listed))
    assert run("rough.json", "-o", "game.toml") == 2
    assert "sum to 0.8" in capsys.readouterr().err
    assert run("rough.json", "--normalise", "-o", "game.toml") == 2
    assert "the option 'YES' is new" in capsys.readouterr().err
    assert not Path("game.toml").exists()
    assert run("rough.json", "--normalise", "--match", "text", "-o", "game.toml") == 0
    told = capsys.readouterr().err
    assert "divided by their sum, which was off 1 by up to 0.2: 1 row" in told
    assert "matched by text" in told


FAULTS: dict[str, tuple[list[str], str]] = {
    "no file": (["nothing.csv"], "nothing.csv: there is no such file"),
    "an unknown group": (["answers.csv", "--groups", "north,west"], "no group is named 'west'"),
    "a group twice": (["answers.csv", "--groups", "north,north"], "'north' is named twice"),
    "broken groups": (["answers.csv", "--groups", "[1]"], "no list of names"),
    "an unknown format": (["answers.csv", "--format", "xml"], "unknown format 'xml'"),
    "another format": (["answers.csv", "--format", "harness"], "answers.csv: line 2: arguments: there are no requests"),
    "an unknown estimator": (["answers.csv", "--similarity", "cosine"], "'cosine' is unknown"),
    "no weights": (["answers.csv", "--inconsistency", "dispersion="], "inconsistency.dispersion"),
    "half a weight": (["answers.csv", "--inconsistency", "dispersion=1,deviation"], "gives no weights"),
    "no scores": (["answers.csv", "--inconsistency", "deviation"], "no question has ordinal scores"),
    "no counts": (["records.json", "--bootstrap", "5"], "number of respondents is not known"),
    "no replicate": (["answers.csv", "--bootstrap", "0"], "0 replicates"),
    "no number": (["answers.csv", "--bootstrap", "many"], "invalid int value"),
    "an audience without a group": (["answers.csv", "--audience", "answers.csv"], "no group or no audience"),
    "a floor that cannot be": (["answers.csv", "--floor", "2"], "floor"),
    "a coefficient that cannot be": (["answers.csv", "--diversity", "-1"], "negative"),
    "a folder that is not there": (["answers.csv", "-o", "no/game.toml"], "No such file or directory"),
}


@pytest.mark.parametrize(("arguments", "problem"), FAULTS.values(), ids=FAULTS.keys())
def test_each_misuse_is_one_line_and_writes_nothing(
    arguments: list[str], problem: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())
    assert run(*arguments, *([] if "-o" in arguments else ["-o", "game.toml"])) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert problem in err
    assert err.count("\n") == 1
    assert err.startswith("nashsym: ")
    assert sorted(folder.iterdir()) == before
