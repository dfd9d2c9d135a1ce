"""What a group says, line by line: a prompt, its answer, and the options that it was chosen from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nashsym.errors import InputError
from nashsym.gamefile.parsing import decoded
from nashsym.gamefile.reading import read_content
from nashsym.terms.parameters import check_name
from nashsym_estimators.training.config import Form, TrainingConfig

__all__ = ["Example", "GroupData", "read_groups"]


@dataclass(frozen=True)
class Example:
    """One thing that a group said.

    Parameters
    ----------
    prompt : str
        What was asked; empty where the text stands by itself.
    answer : str
        What the group says to it: the loss is taken on this alone.
    options : tuple of str
        What could be answered, sorted, the answer among them; empty for open text.
    line : int
        Where it stands in its file, from 1.
    """

    prompt: str
    answer: str
    options: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class GroupData:
    """What one group says, and the file that it comes from.

    Parameters
    ----------
    group : str
    file : str
        As the configuration names it.
    digest : str
        SHA-256 of the file's bytes.
    examples : tuple of Example
    """

    group: str
    file: str
    digest: str
    examples: tuple[Example, ...]


def read_groups(config: TrainingConfig) -> tuple[GroupData, ...]:
    """Read what each group says.

    A line of a JSONL file is an object with these keys, by the form of the data; other keys are left alone.

    - "persona": ``question``, ``answer_matching_behavior``, ``answer_not_matching_behavior``, as in the model-written
      evaluations of Perez et al. (2022), arXiv:2212.09251.
    - "answers": ``prompt``, ``answer``, and ``options`` where the answer was chosen from a list.
    - "texts": ``text``.

    Raises
    ------
    InputError
        Naming file and line, for what is no such line, and for a group without any.
    """
    found: dict[str, list[Example]] = {}
    sources: dict[str, tuple[str, str]] = {}
    for group, file in config.data.files:
        content, _, shown = read_content(config.path(file), "data")
        digest = hashlib.sha256(content).hexdigest()
        try:
            for line, entry in _lines(decoded(content)):
                name = group or _text(entry, config.data.label, line)
                check_name(name, f"line {line}")
                found.setdefault(name, []).append(_FORMS[config.data.form](entry, line))
                sources[name] = (file, digest)
        except InputError as error:
            raise error.located(file=shown) from None
        if group and group not in found:
            raise InputError("there is no line in it", file=shown, remedy="give a file with one JSON object per line")
    if not found:
        raise InputError("there is no line in it", file=shown, remedy="give a file with one JSON object per line")
    return tuple(GroupData(group, *sources[group], tuple(examples)) for group, examples in found.items())


def _lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            entry = json.loads(written)
        except (ValueError, RecursionError) as error:
            problem = getattr(error, "msg", "nested too deeply, or a number too long")
            raise InputError(f"not valid JSON: {problem}", key=f"line {line}", remedy="correct that line") from None
        if not isinstance(entry, dict):
            raise InputError("it is no JSON object", key=f"line {line}", remedy='write {"key": "value", …}')
        yield line, entry


def _persona(entry: Mapping[str, Any], line: int) -> Example:
    answer = _text(entry, "answer_matching_behavior", line)
    other = _text(entry, "answer_not_matching_behavior", line)
    return _chosen(_text(entry, "question", line), answer, (answer, other), line)


def _answer(entry: Mapping[str, Any], line: int) -> Example:
    prompt, answer = _text(entry, "prompt", line), _text(entry, "answer", line)
    if "options" not in entry:
        return Example(prompt, answer, (), line)
    options = entry["options"]
    if not isinstance(options, list) or not all(isinstance(option, str) and option for option in options):
        raise InputError("options are a list of texts", key=f"line {line}", remedy='write ["yes", "no"]')
    return _chosen(prompt, answer, tuple(options), line)


def _chosen(prompt: str, answer: str, options: tuple[str, ...], line: int) -> Example:
    if len(set(options)) < len(options) or len(options) < 2:
        raise InputError("there are not two different options", key=f"line {line}", remedy="list each option once")
    if answer not in options:
        raise InputError(f"the answer {answer[:40]!r} is none of the options", key=f"line {line}")
    return Example(prompt, answer, tuple(sorted(options)), line)


def _alone(entry: Mapping[str, Any], line: int) -> Example:
    return Example("", _text(entry, "text", line), (), line)


def _text(entry: Mapping[str, Any], key: str, line: int) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        problem = "missing" if key not in entry else "not a text, or an empty one"
        raise InputError(f"{key}: {problem}", key=f"line {line}", remedy=f'write "{key}": "…"')
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InputError(f"{key}: half a surrogate pair, which no text has", key=f"line {line}", remedy="save as UTF-8")
    return value


_FORMS: Final[Mapping[Form, Any]] = {"persona": _persona, "answers": _answer, "texts": _alone}
