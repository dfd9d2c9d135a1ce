"""Option probabilities from language models: length-normalised log-likelihoods, batched, cached, resumable."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.models.batches import in_batches
from nashsym_estimators.models.cache import ResultCache, content_key
from nashsym_estimators.models.likelihoods import log_likelihoods
from nashsym_estimators.models.loading import GroupModels
from nashsym_estimators.models.progress import progress_bar
from nashsym_estimators.models.prompted import PromptedQuestion
from nashsym_estimators.models.tokenising import check_tokens, tokenised
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["NORMALISATIONS", "OptionLikelihoods", "option_likelihoods", "option_log_probabilities", "score"]

Normalisation = Literal["token", "none", "byte"]
NORMALISATIONS: Final = ("token", "none", "byte")
Folder = str | os.PathLike[str] | None


@dataclass(frozen=True, eq=False)
class OptionLikelihoods:
    """What a model makes of the Y options of one prompt.

    Parameters
    ----------
    sums : float array, shape (Y,)
        ℓ_y = Σ_t log p(y_t | prefix, y_<t) over the option's tokens, in nats.
    tokens, bytes : integer arrays, shape (Y,)
        Number of tokens summed over, and of UTF-8 bytes of the option's text.
    """

    sums: NDArray[np.float64]
    tokens: NDArray[np.int64]
    bytes: NDArray[np.int64]

    def log_probabilities(self, normalise: Normalisation = "token") -> NDArray[np.float64]:
        """Return log softmax_y(ℓ_y / n_y): n_y is the number of tokens, of bytes, or 1."""
        lengths = {"token": self.tokens, "byte": self.bytes, "none": np.ones_like(self.tokens)}
        if normalise not in lengths:
            raise InputError(
                f"{normalise!r} is no normalisation", key="normalise", remedy=f"write {', '.join(NORMALISATIONS)}"
            )
        scaled = self.sums / lengths[normalise]
        above = scaled - scaled.max()
        found: NDArray[np.float64] = above - np.log(np.exp(above).sum())
        return found


def option_likelihoods(
    models: GroupModels,
    group: str,
    prompts: Sequence[str],
    options: Sequence[Sequence[str]],
    *,
    batch_size: int = 32,
    cache: Folder = None,
    chat: bool = False,
    update: Callable[[int], object] = lambda _: None,
) -> list[OptionLikelihoods]:
    """Return the log-likelihood of each option after its prompt, as a group's model has it.

    Parameters
    ----------
    models : GroupModels
    group : str
    prompts : sequence of str
    options : sequence of sequences of str
        The texts that may follow each prompt, with the space that they begin with.
    batch_size : int
        How many prompts are read, and how many options continued, at once. Halved where memory runs out.
    cache : folder, optional
        Where results are kept, by everything that they depend on; what is there is not computed again.
    chat : bool
        Whether each prompt is a user's message: then the tokenizer's chat template goes around it.
    update : callable
        Told how many prompts are done.

    Raises
    ------
    InputError
        For a prompt that is longer than the model reads, an empty option, or likelihoods that are no numbers.

    Notes
    -----
    Batches are padded, which changes the order of sums: in fp32 a log-likelihood differs from that of the pair read
    alone by less than 1e-4 in 1 + |ℓ|, in bf16 and fp16 by what their rounding does (tests/estimators/models).
    """
    kept = None if cache is None else ResultCache(cache, _content(models, group, chat))
    keys = [content_key([prompt, list(follow)]) for prompt, follow in zip(prompts, options, strict=True)]
    found: dict[str, Any] = {}
    if kept is not None:
        found = {key: kept.get(key) for key in keys if _fits(kept.get(key))}
    todo = list({key: index for index, key in enumerate(keys) if key not in found}.values())
    update(len(keys) - len(todo))
    if todo:
        asked, follow = [prompts[index] for index in todo], [options[index] for index in todo]
        tokens = tokenised(models.tokenizer(group), asked, follow, chat=chat)
        model = models.model(group)
        check_tokens(model, asked, tokens)
        batches = in_batches(
            lambda batch: log_likelihoods(model, batch, batch_size),
            tokens,
            length=lambda one: one.longest,
            batch_size=batch_size,
            device=models.device,
        )
        for batch in batches:
            done = {
                keys[todo[place]]: [_finite(sums, group, asked[place]).tolist(), [*map(len, tokens[place].options)]]
                for place, sums in batch
            }
            if kept is not None:
                kept.put(done.items())
            found |= done
            update(len(batch))
    return [
        OptionLikelihoods(
            np.array(found[key][0]), np.array(found[key][1]), np.array([len(text.encode()) for text in follow])
        )
        for key, follow in zip(keys, options, strict=True)
    ]


def _content(models: GroupModels, group: str, chat: bool) -> list[Any]:
    return ["options", models.fingerprint(group), str(models.dtype), models.device.type, chat]


def _fits(result: Any) -> bool:
    return isinstance(result, list) and len(result) == 2


def _finite(sums: NDArray[np.float64], group: str, prompt: str) -> NDArray[np.float64]:
    if not np.isfinite(sums).all():
        raise InputError(
            f"the model of {group!r} gives a log-likelihood of {float(sums[~np.isfinite(sums)][0])}",
            key=f"prompt {prompt[:60]!r}",
            remedy="try --dtype fp32; if that does not help, the model's weights are damaged",
        )
    return sums


def option_log_probabilities(
    models: GroupModels,
    group: str,
    prompts: Sequence[str],
    options: Sequence[Sequence[str]],
    *,
    normalise: Normalisation = "token",
    batch_size: int = 32,
    cache: Folder = None,
    chat: bool = False,
) -> list[NDArray[np.float64]]:
    """Return log P(y | prompt) over the options y of each prompt, as a group's model has it.

    P(y | x) = exp(ℓ_y / n_y) / Σ_z exp(ℓ_z / n_z), where ℓ_y = Σ_t log p(y_t | x, y_<t) and n_y is the number of tokens
    of y ("token"), of UTF-8 bytes of its text ("byte"), or 1 ("none": then long options are at a disadvantage).

    Parameters and errors are those of `option_likelihoods`.

    Returns
    -------
    list of float arrays, one per prompt, shape (number of its options,)
    """
    found = option_likelihoods(models, group, prompts, options, batch_size=batch_size, cache=cache, chat=chat)
    return [one.log_probabilities(normalise) for one in found]


def score(
    models: GroupModels,
    questions: Sequence[PromptedQuestion],
    *,
    normalise: Normalisation = "token",
    batch_size: int = 32,
    cache: Folder = None,
    chat: bool = False,
    weights: NDArray[np.float64] | None = None,
    audience: NDArray[np.float64] | None = None,
    release: bool = False,
) -> ResponseTable:
    """Ask each group's model each question, and return the table of their answers.

    Parameters
    ----------
    models : GroupModels
    questions : sequence of PromptedQuestion
    normalise, batch_size, cache, chat
        As in `option_log_probabilities`.
    weights : float array, shape (Q,), optional
        v, of sum 1.
    audience : float array, shape (D,), optional
        How many people each group stands for.
    release : bool
        Whether to let go of each base after its last group.

    Returns
    -------
    ResponseTable
        Without counts: a model's probabilities are no sample.
    """
    if not questions:
        raise InputError("there is none", key="questions")
    wide = max(len(question.options) for question in questions)
    probabilities = np.zeros((len(models.groups), len(questions), wide))
    prompts = [question.prompt for question in questions]
    options = [question.continuations for question in questions]
    with progress_bar("scoring", len(models.groups) * len(questions), "prompt") as bar:
        for group in models.one_base_at_a_time(release=release):
            found = option_likelihoods(
                models, group, prompts, options, batch_size=batch_size, cache=cache, chat=chat, update=bar.update
            )
            for q, one in enumerate(found):
                row = np.exp(one.log_probabilities(normalise))
                probabilities[models.groups.index(group), q, : len(row)] = row / row.sum()
    return ResponseTable(
        models.groups,
        tuple(question.question for question in questions),
        probabilities,
        weights=cast("Any", weights),
        audience=audience,
        source=(*models.provenance(), ("normalisation", normalise)),
    )
