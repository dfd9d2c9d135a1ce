"""The configuration of `nashsym estimate models`: which model stands for which group, and what they are asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from nashsym.errors import InputError
from nashsym.gamefile.parsing import decoded, parse_tree
from nashsym.gamefile.reading import read_content
from nashsym.terms.parameters import check_name
from nashsym_estimators.models.prompted import PromptedQuestion
from nashsym_estimators.models.question_file import read_prompts, read_questions
from nashsym_estimators.models.sampling import Sampling
from nashsym_estimators.models.scoring import NORMALISATIONS, Normalisation
from nashsym_estimators.models.settings import Settings
from nashsym_estimators.models.source import ModelSource

__all__ = ["ModelsConfig", "OpenPrompts", "ScoredQuestions", "read_config"]

_ONE_OF_BOTH: Final = "say what is asked in one table, [questions] or [prompts]"


@dataclass(frozen=True, eq=False)
class ScoredQuestions:
    """Closed questions, whose options are scored.

    Parameters
    ----------
    questions : tuple of PromptedQuestion
    weights : tuple of float
        v, not yet of sum 1.
    normalise : {"token", "none", "byte"}
    source : tuple of (str, str)
    """

    questions: tuple[PromptedQuestion, ...]
    weights: tuple[float, ...]
    normalise: Normalisation
    source: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class OpenPrompts:
    """Open prompts, to which responses are sampled.

    Parameters
    ----------
    prompts : tuple of str
    sampling : Sampling
    encoder : str or None
        The encoder that the responses are compared by.
    source : tuple of (str, str)
    """

    prompts: tuple[str, ...]
    sampling: Sampling
    encoder: str | None
    source: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class ModelsConfig:
    """What a configuration file says.

    Parameters
    ----------
    sources : mapping of str to ModelSource
    audience : tuple of float, or None
    asked : ScoredQuestions or OpenPrompts
    chat : bool
    """

    sources: Mapping[str, ModelSource]
    audience: tuple[float, ...] | None
    asked: ScoredQuestions | OpenPrompts
    chat: bool


def read_config(path: str | os.PathLike[str]) -> ModelsConfig:
    """Read a configuration file, TOML or JSON, and the file of questions or prompts that it names.

    Folders and files in it are taken from where it stands. Its keys are listed in
    docs/how-to/estimate-from-language-models.md.

    Raises
    ------
    InputError
        In one line with file, key and remedy.
    """
    content, form, file = read_content(path, "configuration")
    try:
        top = Settings(parse_tree(decoded(content), form or "toml"))
        return _config(top, Path(path).parent)
    except InputError as error:
        raise error.located(file=file) from None


def _config(top: Settings, home: Path) -> ModelsConfig:
    base, revision = top.text("base"), top.text("revision")
    groups = top.table("groups")
    names = groups.names()
    if not names:
        raise InputError("there is no group", key="groups", remedy='write [groups.left] with model = "a folder"')
    sources: dict[str, ModelSource] = {}
    audience: list[float | None] = []
    for name in names:
        check_name(name, "groups")
        if not name.strip():
            raise InputError("a name is empty", key="groups", remedy="give every group a name")
        group = groups.table(name)
        sources[name] = _source(group, base, revision, home)
        audience.append(group.number("audience", None))
        group.finish()
    groups.finish()
    chat = top.flag("chat", False)
    if ("questions" in top) == ("prompts" in top):
        raise InputError(f"there are {'both' if 'questions' in top else 'none'}", key="questions", remedy=_ONE_OF_BOTH)
    asked: ScoredQuestions | OpenPrompts
    asked = _questions(top.table("questions"), home) if "questions" in top else _prompts(top.table("prompts"), home)
    top.finish()
    return ModelsConfig(sources, _audience(names, audience), asked, chat)


def _source(group: Settings, base: str | None, revision: str | None, home: Path) -> ModelSource:
    model = group.text("model", base)
    if model is None:
        raise InputError("it is missing", key=group.path("model"), remedy="name a folder or hub id, or a base for all")
    own = group.text("revision", revision if model == base else None)
    adapter, adapter_revision = group.text("adapter"), group.text("adapter_revision")
    return ModelSource(_from(home, model), own, None if adapter is None else _from(home, adapter), adapter_revision)


def _from(home: Path, name: str) -> str:
    """Return a folder that is meant from where the configuration stands; what is none may be a hub id."""
    there = home / Path(name).expanduser()
    return str(there) if there.exists() or name.startswith((".", "~", "/")) else name


def _audience(names: list[str], audience: list[float | None]) -> tuple[float, ...] | None:
    if not any(size is not None for size in audience):
        return None
    for name, size in zip(names, audience, strict=True):
        if size is None or not 0 < size < float("inf"):
            problem = "it is missing" if size is None else f"{size:g} is no audience"
            raise InputError(
                problem, key=f"groups.{name}.audience", remedy="give every group a number above 0, or none"
            )
    return tuple(cast("list[float]", audience))


def _questions(table: Settings, home: Path) -> ScoredQuestions:
    file = home / table.needed("file", "name the file of questions")
    template, separator = table.text("prompt", "Question: {question}\nAnswer:"), table.text("separator")
    normalise = table.text("normalise", "token")
    table.finish()
    if "{question}" not in str(template):
        raise InputError("there is no {question} in it", key=table.path("prompt"), remedy="say where the question goes")
    if normalise not in NORMALISATIONS:
        raise InputError(
            f"{normalise!r} is unknown", key=table.path("normalise"), remedy=f"write {', '.join(NORMALISATIONS)}"
        )
    questions, weights, source = read_questions(file, str(template), separator)
    return ScoredQuestions(questions, weights, cast("Normalisation", normalise), source)


def _prompts(table: Settings, home: Path) -> OpenPrompts:
    file = home / table.needed("file", "name the file of prompts")
    template = table.text("prompt", "{question}")
    encoder = table.text("encoder")
    plain = Sampling()
    counts: dict[str, Any] = {key: table.whole(key, getattr(plain, key)) for key in ("k", "seed", "max_new_tokens")}
    shares: dict[str, Any] = {key: table.number(key, getattr(plain, key)) for key in ("temperature", "top_p")}
    table.finish()
    if "{question}" not in str(template):
        raise InputError("there is no {question} in it", key=table.path("prompt"), remedy="say where the question goes")
    try:
        sampling = Sampling(**counts, **shares)
    except InputError as error:
        raise InputError(error.problem, key=table.path(error.key), remedy=error.remedy) from None
    prompts, source = read_prompts(file, str(template))
    return OpenPrompts(prompts, sampling, None if encoder is None else _from(home, encoder), source)
