"""What a model makes of prompts, computed once: the keys and values that every continuation starts from."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Prefix", "can_share_prefix", "extended", "read_prefixes", "select_rows"]


@dataclass
class Prefix:
    """A batch of B prompts that a model has read, padded on the left to P tokens.

    Attributes
    ----------
    cache : transformers.DynamicCache
        Keys and values of the P places.
    mask : integer tensor, shape (B, P)
        1 where there is a token.
    lengths : integer tensor, shape (B,)
        Number of tokens of each.
    log_probabilities : fp32 tensor, shape (B, V)
        log p(token after the prompt | prompt).
    """

    cache: Any
    mask: Any
    lengths: Any
    log_probabilities: Any


def can_share_prefix(model: Any) -> bool:
    """Tell whether the model remembers by keys and values alone; a recurrent state can't be taken up by several."""
    return not getattr(model, "_is_stateful", False)


def read_prefixes(model: Any, prefixes: Sequence[Sequence[int]]) -> Prefix:
    """Let the model read a batch of prompts.

    Padding is on the left, so that what follows comes right after the last token: then places differ as positions do,
    which windows and relative positions count on.
    """
    import torch
    from transformers import DynamicCache

    width = max(len(prefix) for prefix in prefixes)
    ids = torch.tensor([[0] * (width - len(prefix)) + list(prefix) for prefix in prefixes], device=model.device)
    lengths = torch.tensor([len(prefix) for prefix in prefixes], device=model.device)
    places = torch.arange(width, device=model.device)
    mask = (places >= width - lengths[:, None]).long()
    positions = (places - (width - lengths[:, None])).clamp(min=0)
    cache = DynamicCache()  # given no configuration it keeps every place, also those out of a window
    logits = _logits(model, ids, mask, positions, cache, last_only=True)
    return Prefix(cache, mask, lengths, torch.log_softmax(logits[:, -1].float(), dim=-1))


def select_rows(prefix: Prefix, rows: Any) -> Prefix:
    """Return copies of some rows, each as often as it is listed; the prefix itself stays as it is."""
    from transformers import DynamicCache

    cache = DynamicCache()
    for layer, entry in enumerate(prefix.cache):
        cache.update(entry[0].index_select(0, rows), entry[1].index_select(0, rows), layer)
    return Prefix(
        cache,
        prefix.mask.index_select(0, rows),
        prefix.lengths.index_select(0, rows),
        prefix.log_probabilities.index_select(0, rows),
    )


def extended(model: Any, prefix: Prefix, ids: Any, valid: Any) -> Any:
    """Let the model read on, and return log p(next token | all before) at each new place, fp32, shape (B, T, V).

    The cache of `prefix` grows by the T places; its mask and lengths stay.

    Parameters
    ----------
    ids : integer tensor, shape (B, T)
    valid : integer tensor, shape (B, T)
        1 where there is a token; the padding comes after all tokens of its row.
    """
    import torch

    steps = torch.arange(ids.shape[1], device=ids.device)
    positions = (prefix.lengths[:, None] + steps).where(valid.bool(), prefix.lengths[:, None])
    mask = torch.cat([prefix.mask, valid], dim=1)
    return torch.log_softmax(_logits(model, ids, mask, positions, prefix.cache).float(), dim=-1)


def _logits(model: Any, ids: Any, mask: Any, positions: Any, cache: Any, *, last_only: bool = False) -> Any:
    accepted = inspect.signature(model.forward).parameters
    # Until transformers 5.2x the argument had the other name.
    more: dict[str, Any] = {"cache" if "cache" in accepted else "past_key_values": cache}
    if "position_ids" in accepted:
        more["position_ids"] = positions
    if last_only and "logits_to_keep" in accepted:
        more["logits_to_keep"] = 1
    return model(input_ids=ids, attention_mask=mask, use_cache=True, **more).logits
