"""Open prompts: k sampled responses from each group's model, the same for a seed whatever the batches."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.models.batches import in_batches
from nashsym_estimators.models.cache import ResultCache, content_key
from nashsym_estimators.models.continuing import continue_batch
from nashsym_estimators.models.loading import GroupModels
from nashsym_estimators.models.progress import progress_bar
from nashsym_estimators.models.scoring import Folder
from nashsym_estimators.models.tokenising import TokenisedPrompt, check_tokens, tokenised
from nashsym_estimators.responses.texts import TextTable

__all__ = ["Sampling", "sample_texts"]

#: More responses of one group to one prompt than this, or longer ones, are a slip of the pen.
_MOST_RESPONSES: Final = 10_000
_MOST_TOKENS: Final = 100_000


@dataclass(frozen=True)
class Sampling:
    """How responses are drawn.

    Parameters
    ----------
    k : int
        Responses per group and prompt.
    seed : int
    max_new_tokens : int
        Where a response is cut off if it does not end before.
    temperature : float
        Logits are divided by it; > 0. At 1 the model speaks as it is.
    top_p : float
        Draw among the likeliest tokens of this much probability together; 1, all of them, unless given.
    """

    k: int = 4
    seed: int = 0
    max_new_tokens: int = 64
    temperature: float = 1.0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        for key, most in (("k", _MOST_RESPONSES), ("max_new_tokens", _MOST_TOKENS)):
            if not 1 <= getattr(self, key) <= most:
                problem = f"{shown(getattr(self, key))} is no number of them"
                raise InputError(problem, key=key, remedy=f"write one from 1 to {most}")
        if not 0 < self.temperature < float("inf"):
            raise InputError(f"{self.temperature} is no temperature", key="temperature", remedy="write 1")
        if not 0 < self.top_p <= 1:
            raise InputError(f"{self.top_p} is no share", key="top_p", remedy="write a number above 0, up to 1")

    def __str__(self) -> str:
        return ", ".join(f"{key} {value}" for key, value in asdict(self).items())

    def uniforms(self, group: str, prompt: str, response: int) -> NDArray[np.float32]:
        """Return the uniform numbers in (0, 1) that one response is drawn by, one a token.

        They depend on nothing but the seed and what is named: not on the batch, and not on what was drawn before.
        """
        named = hashlib.sha256(repr((self.seed, group, prompt, response)).encode()).digest()
        draw = np.random.Generator(np.random.Philox(np.random.SeedSequence(int.from_bytes(named))))
        # Half-way between multiples of 2⁻²³: neither 0 nor 1, and fp32 holds them.
        found: NDArray[np.float32] = (draw.integers(1 << 23, size=self.max_new_tokens) + np.float32(0.5)) / np.float32(
            1 << 23
        )
        return found


def sample_texts(
    models: GroupModels,
    prompts: Sequence[str],
    sampling: Sampling | None = None,
    *,
    batch_size: int = 32,
    cache: Folder = None,
    chat: bool = False,
    audience: tuple[float, ...] | None = None,
    release: bool = False,
) -> TextTable:
    """Let each group's model answer each prompt k times, and return the table of their answers.

    Parameters
    ----------
    models : GroupModels
    prompts : sequence of str
    sampling : Sampling
    batch_size : int
        How many responses grow at once; a prompt is read once for all of its own. Halved where memory runs out.
    cache : folder, optional
        As in `nashsym_estimators.models.scoring.option_likelihoods`.
    chat : bool
        Whether each prompt is a user's message.
    audience : tuple of float, length D, optional
    release : bool
        Whether to let go of each base after its last group.

    Returns
    -------
    TextTable

    Raises
    ------
    InputError
        For a prompt that leaves no room for an answer.

    Notes
    -----
    A token is the first at which the cumulated probabilities reach a uniform number of its own: with the same seed a
    response is the same whatever stands beside it in a batch, up to ties that rounding decides.
    """
    sampling = Sampling() if sampling is None else sampling
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    with progress_bar("sampling", len(models.groups) * len(prompts), "prompt") as bar:
        for group in models.one_base_at_a_time(release=release):
            found[group] = _answers(models, group, prompts, sampling, batch_size, cache, chat, bar.update)
    return TextTable(
        models.groups,
        tuple(prompts),
        tuple(found[group] for group in models.groups),
        audience=audience,
        source=(*models.provenance(), ("sampling", str(sampling))),
    )


def _answers(
    models: GroupModels,
    group: str,
    prompts: Sequence[str],
    sampling: Sampling,
    batch_size: int,
    cache: Folder,
    chat: bool,
    update: Any,
) -> tuple[tuple[str, ...], ...]:
    content = ["texts", group, models.fingerprint(group), str(models.dtype), models.device.type, chat, asdict(sampling)]
    kept = None if cache is None else ResultCache(cache, content)
    found: dict[str, list[str]] = {}
    if kept is not None:
        found = {prompt: kept.get(content_key(prompt)) for prompt in prompts if kept.get(content_key(prompt))}
    todo = [prompt for prompt in dict.fromkeys(prompts) if prompt not in found]
    update(len(prompts) - len(todo))
    if todo:
        tokenizer = models.tokenizer(group)
        tokens = tokenised(tokenizer, todo, [()] * len(todo), chat=chat)
        model = models.model(group)
        check_tokens(model, todo, tokens, sampling.max_new_tokens)

        def process(batch: list[tuple[str, TokenisedPrompt]]) -> list[list[list[int]]]:
            uniforms = [
                [sampling.uniforms(group, prompt, number) for number in range(sampling.k)] for prompt, _ in batch
            ]
            prefixes = [one.prefix for _, one in batch]
            return continue_batch(model, prefixes, uniforms, sampling.temperature, sampling.top_p)

        batches = in_batches(
            process,
            list(zip(todo, tokens, strict=True)),
            length=lambda pair: pair[1].longest,
            batch_size=max(batch_size // sampling.k, 1),
            device=models.device,
        )
        for batch in batches:
            done = {
                todo[place]: [tokenizer.decode(ids, skip_special_tokens=True).strip() for ids in responses]
                for place, responses in batch
            }
            if kept is not None:
                kept.put((content_key(prompt), texts) for prompt, texts in done.items())
            found |= done
            update(len(batch))
    return tuple(tuple(found[prompt]) for prompt in prompts)
