"""Drawing what comes after prompts, token by token, each prompt read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym_estimators.models.prefix import can_share_prefix, extended, last_logits, read_prefixes, select_rows
from nashsym_estimators.models.quiet import quiet

__all__ = ["continue_batch", "draw_tokens", "ending_tokens"]


def continue_batch(
    model: Any,
    prefixes: Sequence[Sequence[int]],
    uniforms: Sequence[Sequence[NDArray[np.float32]]],
    temperature: float = 1.0,
    top_p: float = 1.0,
) -> list[list[list[int]]]:
    """Return the tokens drawn after each prompt, once for each row of uniform numbers given for it.

    Parameters
    ----------
    model : transformers causal language model
    prefixes : sequence of sequences of int
    uniforms : sequence of sequences of fp32 arrays, shape (T,)
        A number in (0, 1) for each token of each response; T tokens are drawn at most.
    temperature, top_p : float

    Returns
    -------
    list of lists of lists of int
        Without the token that ends a response.
    """
    import torch

    ends = ending_tokens(model)
    with torch.inference_mode(), quiet():
        if not can_share_prefix(model):
            return [
                [_alone(model, prefix, row, ends, temperature, top_p) for row in rows]
                for prefix, rows in zip(prefixes, uniforms, strict=True)
            ]
        prefix = read_prefixes(model, prefixes)
        copies = [index for index, rows in enumerate(uniforms) for _ in rows]
        state = select_rows(prefix, torch.tensor(copies, device=model.device))
        numbers = torch.from_numpy(np.stack([row for rows in uniforms for row in rows])).to(model.device)
        drawn: list[list[int]] = [[] for _ in copies]
        growing = list(range(len(copies)))
        log_probabilities = state.log_probabilities
        for step in range(numbers.shape[1]):
            tokens = draw_tokens(log_probabilities, numbers[growing, step], temperature, top_p)
            kept = [place for place, token in enumerate(tokens.tolist()) if token not in ends]
            if len(kept) < len(growing):
                rows = torch.tensor(kept, dtype=torch.long, device=model.device)
                growing, tokens = [growing[place] for place in kept], tokens[rows]
                state = select_rows(state, rows) if kept else state
            for place, token in zip(growing, tokens.tolist(), strict=True):
                drawn[place].append(token)
            if not growing or step + 1 == numbers.shape[1]:
                break
            ones = torch.ones_like(tokens[:, None])
            log_probabilities = extended(model, state, tokens[:, None], ones)[:, -1]
            state.mask, state.lengths = torch.cat([state.mask, ones], dim=1), state.lengths + 1
    found = iter(drawn)
    return [[next(found) for _ in rows] for rows in uniforms]


def draw_tokens(log_probabilities: Any, uniforms: Any, temperature: float = 1.0, top_p: float = 1.0) -> Any:
    """Return for each row the first token at which the cumulated probabilities reach its uniform number.

    Parameters
    ----------
    log_probabilities : fp32 tensor, shape (B, V)
    uniforms : fp32 tensor, shape (B,)
    temperature : float
        p ∝ exp(log p / temperature).
    top_p : float
        Only the likeliest tokens, fewest that have this much probability together, are drawn among.

    Returns
    -------
    integer tensor, shape (B,)
    """
    import torch

    precise = torch.float32 if log_probabilities.device.type == "mps" else torch.float64
    logs = log_probabilities.to(precise)
    # Less their largest first: however cold it is, the likeliest token keeps a chance.
    chances = torch.softmax((logs - logs.amax(dim=-1, keepdim=True)) / temperature, dim=-1)
    if top_p < 1:
        ranked, order = chances.sort(dim=-1, descending=True)
        before = ranked.cumsum(dim=-1) - ranked
        chances = torch.zeros_like(chances).scatter(1, order, ranked.masked_fill(before >= top_p, 0.0))
    cumulated = chances.cumsum(dim=-1)
    reached = uniforms.to(precise)[:, None] * cumulated[:, -1:]
    return torch.searchsorted(cumulated, reached)[:, 0]


def ending_tokens(model: Any) -> frozenset[int]:
    """Return the tokens that end a text, by the model's configuration."""
    named = [getattr(getattr(model, name, None), "eos_token_id", None) for name in ("generation_config", "config")]
    found: set[int] = set()
    for one in named:
        if one is not None:
            found |= {one} if isinstance(one, int) else set(one)
    return frozenset(found)


def _alone(
    model: Any,
    prefix: Sequence[int],
    uniforms: NDArray[np.float32],
    ends: frozenset[int],
    temperature: float,
    top_p: float,
) -> list[int]:
    """Draw one response by reading all of it anew for each token: for models with a recurrent state."""
    import torch

    drawn: list[int] = []
    for uniform in uniforms:
        ids = torch.tensor([[*prefix, *drawn]], device=model.device)
        logits = last_logits(model, ids, 1)[:, 0].float()
        token = int(draw_tokens(logits, torch.tensor([uniform], device=model.device), temperature, top_p)[0])
        if token in ends:
            break
        drawn.append(token)
    return drawn
