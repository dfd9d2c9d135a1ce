"""Log-likelihoods of options after their prompts: one reading of each prompt, all options continued from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nashsym_estimators.models.prefix import can_share_prefix, extended, last_logits, read_prefixes, select_rows
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.models.tokenising import TokenisedPrompt

__all__ = ["log_likelihoods", "log_likelihoods_one_by_one"]


def log_likelihoods(model: Any, prompts: Sequence[TokenisedPrompt], rows: int) -> list[NDArray[np.float64]]:
    """Return for each prompt Σ_t log p(y_t | prefix, y_<t) of each of its options.

    Parameters
    ----------
    model : transformers causal language model
    prompts : sequence of TokenisedPrompt
        One batch.
    rows : int
        How many options are continued at once.

    Notes
    -----
    The prompt's last place already gives the first token of every option; the other tokens are read from copies of the
    prompt's keys and values. A model with a recurrent state reads each pair as a whole.
    """
    import torch

    with torch.inference_mode(), quiet():
        if not can_share_prefix(model):
            return log_likelihoods_one_by_one(model, prompts)
        return _from_prefixes(model, prompts, rows)


def _from_prefixes(model: Any, prompts: Sequence[TokenisedPrompt], rows: int) -> list[NDArray[np.float64]]:
    import torch

    prefix = read_prefixes(model, [prompt.prefix for prompt in prompts])
    pairs = [(row, option) for row, prompt in enumerate(prompts) for option in prompt.options]
    starts = torch.tensor([[row, option[0]] for row, option in pairs], device=model.device)
    sums = prefix.log_probabilities[starts[:, 0], starts[:, 1]].cpu().numpy().astype(np.float64)
    longer = [index for index, (_, option) in enumerate(pairs) if len(option) > 1]
    longer.sort(key=lambda index: len(pairs[index][1]))
    for begin in range(0, len(longer), rows):
        chosen = longer[begin : begin + rows]
        sums[chosen] += _continued(model, prefix, [pairs[index] for index in chosen])
    ends = np.cumsum([len(prompt.options) for prompt in prompts])
    return np.split(sums, ends[:-1])


def _continued(model: Any, prefix: Any, pairs: Sequence[tuple[int, tuple[int, ...]]]) -> NDArray[np.float64]:
    """Return Σ_{t ≥ 2} log p(y_t | prefix, y_<t) of each pair of a row and an option."""
    import torch

    width = max(len(option) for _, option in pairs) - 1
    device = model.device
    read = torch.tensor([[*option[:-1], *[0] * (width + 1 - len(option))] for _, option in pairs], device=device)
    asked = torch.tensor([[*option[1:], *[0] * (width + 1 - len(option))] for _, option in pairs], device=device)
    lengths = torch.tensor([len(option) - 1 for _, option in pairs], device=device)
    valid = (torch.arange(width, device=device) < lengths[:, None]).long()
    started = select_rows(prefix, torch.tensor([row for row, _ in pairs], device=device))
    found = extended(model, started, read, valid).gather(2, asked[:, :, None])[:, :, 0]
    sums: NDArray[np.float64] = found.masked_fill(valid == 0, 0.0).cpu().numpy().astype(np.float64).sum(axis=1)
    return sums


def log_likelihoods_one_by_one(model: Any, prompts: Sequence[TokenisedPrompt]) -> list[NDArray[np.float64]]:
    """Return the same the plain way: each pair of a prompt and an option read as a whole, alone and unpadded."""
    import torch

    found = []
    with torch.inference_mode():
        for prompt in prompts:
            sums = []
            for option in prompt.options:
                ids = torch.tensor([[*prompt.prefix, *option]], device=model.device)
                logits = last_logits(model, ids, len(option) + 1)[0, :-1]
                terms = torch.log_softmax(logits.float(), dim=-1).gather(1, ids[0, len(prompt.prefix) :, None])
                sums.append(float(terms.cpu().numpy().astype(np.float64).sum()))
            found.append(np.array(sums))
    return found
