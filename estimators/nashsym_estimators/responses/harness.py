"""Samples of lm-evaluation-harness: the log-likelihood of each option, a file per model that stands for a group."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from nashsym.errors import InputError
from nashsym.terms.inputs import kind_of, shown
from nashsym_estimators.responses.assembly import Assembly
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.records import records_of
from nashsym_estimators.responses.scoring import number_in
from nashsym_estimators.responses.source import described, read_source
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["read_harness"]

_FILE: Final = re.compile(r"samples_(.*)", re.DOTALL)


def read_harness(paths: Sequence[str | os.PathLike[str]], reading: Reading) -> ResponseTable:
    r"""Read `samples_*.jsonl`, one file per group: ``P ∝ exp(log-likelihood / length)``.

    The harness writes sums of log-probabilities of tokens, which favour short options: they are divided by the bytes or
    the tokens of the option unless `reading.length` says "sum". The question is the prompt, the options are what
    follows it. Groups are named by `reading.groups`, or as the files.

    Raises
    ------
    InputError
        In one line with file, line and remedy.
    """
    names = list(reading.groups) or [_group_of(path) for path in paths]
    if len(names) != len(paths):
        raise InputError(f"{len(names)} names for {len(paths)} files", key="groups", remedy="name one group per file")
    if len(set(names)) < len(names):
        raise InputError("two files have one name", key="groups", remedy="name the groups")
    length = _length(reading)
    assembly, sources = Assembly(reading), []
    for name, path in zip(names, paths, strict=True):
        source = read_source(path)
        for place, record in records_of(source):
            try:
                question, options, shares = _sample(record, length)
                assembly.add(name, question, options, shares)
            except InputError as error:
                key = f"{place}: {error.key}" if error.key else place
                raise InputError(error.problem, key=key, file=source.file, remedy=error.remedy) from None
        sources.append((source.file, source.digest))
    told = {"byte": "divided by the bytes", "token": "divided by the tokens", "sum": "not divided by the length"}
    note = f"log-likelihoods were {told[reading.length]} of the option"
    try:
        return assembly.table(described("lm-evaluation-harness samples", sources), [note])
    except InputError as error:
        raise error.located(file=sources[0][0]) from None


def _group_of(path: str | os.PathLike[str]) -> str:
    stem = Path(path).stem
    named = _FILE.fullmatch(stem)
    return named.group(1) if named and named.group(1) else stem


def _length(reading: Reading) -> Callable[[str], int]:
    if reading.length == "sum":
        return lambda _: 1
    if reading.length == "byte":
        return lambda text: len(text.encode("utf-8", errors="surrogatepass"))
    if reading.tokenizer is None:
        raise InputError("no tokenizer counts the tokens", key="tokenizer", remedy="name the model's tokenizer.json")
    try:
        tokenizer: Any = import_module("tokenizers").Tokenizer.from_file(reading.tokenizer)
    except Exception as error:  # noqa: BLE001  # the library raises plain Exception
        reason = str(error).splitlines()[0][:120]
        raise InputError(f"no tokenizer: {reason}", file=reading.tokenizer, remedy="name a tokenizer.json") from None
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _sample(record: dict[str, Any], length: Callable[[str], int]) -> tuple[str, list[str], list[float]]:
    """Return the prompt, its options and their probabilities."""
    pairs, values = _requests(record.get("arguments")), record.get("filtered_resps") or record.get("resps")
    if not isinstance(values, list) or len(values) != len(pairs):
        raise InputError("there is not one response per option", key="resps", remedy="log samples of multiple choice")
    prompts = {prompt for prompt, _ in pairs}
    if len(prompts) != 1:
        raise InputError(f"{len(prompts)} prompts in one sample", key="arguments", remedy="give multiple choice only")
    options = [option for _, option in pairs]
    lengths = [length(option) for option in options]
    if min(lengths) == 0:
        raise InputError("an option is empty", key="arguments", remedy="give every option a text")
    scores = np.array([_likelihood(value) for value in values]) / lengths
    if not np.isfinite(scores.max()):
        raise InputError("no option has a likelihood above 0", key="resps", remedy="leave the sample out")
    shares = np.exp(scores - scores.max())
    plain = [option.strip() for option in options]
    return prompts.pop(), plain if len(set(plain)) == len(plain) else options, (shares / shares.sum()).tolist()


def _requests(arguments: Any) -> list[tuple[str, str]]:
    """Return prompt and continuation of each request, as newer and older versions write them."""
    if isinstance(arguments, dict):
        arguments = [
            [request.get("arg_0"), request.get("arg_1")] if isinstance(request, dict) else request
            for request in arguments.values()
        ]
    if not isinstance(arguments, list) or not arguments:
        raise InputError("there are no requests", key="arguments", remedy="run the harness with --log_samples")
    for pair in arguments:
        if not isinstance(pair, list) or len(pair) < 2 or not all(isinstance(text, str) for text in pair[:2]):
            raise InputError("a request is no pair of texts", key="arguments", remedy="give multiple choice only")
    return [(pair[0], pair[1]) for pair in arguments]


def _likelihood(value: Any) -> float:
    """Return a log-likelihood, which stands first in as many lists as the version wraps around it."""
    while isinstance(value, list) and value:
        value = value[0]
    number = number_in(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        found = shown(value) if isinstance(value, str) else kind_of(value)
        raise InputError(f"{found} stands where a log-likelihood is expected", key="resps", remedy="write a number")
    if number > 0 or number != number:
        raise InputError(f"the log-likelihood {number} is above 0", key="resps", remedy="write the harness's own")
    return float(number)
