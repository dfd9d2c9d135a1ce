"""What a model makes of prompts, computed once: the keys and values that every continuation starts from."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Prefix", "can_leave_gaps", "can_share_prefix", "extended", "last_logits", "read_prefixes", "select_rows"]

#: A common beginning of fewer tokens is not worth a reading of its own.
_WORTH_SHARING: Final = 8


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


def can_leave_gaps(model: Any) -> bool:
    """Tell whether only the positions that it is told count for a model, and not how many places lie between tokens."""
    config = model.config
    windows = getattr(config, "sliding_window", None) and getattr(config, "use_sliding_window", True)
    full = set(getattr(config, "layer_types", None) or ()) <= {"full_attention"}
    told = "position_ids" in inspect.signature(model.forward).parameters
    return told and full and not windows and not getattr(config, "alibi", False)


def read_prefixes(model: Any, prefixes: Sequence[Sequence[int]]) -> Prefix:
    """Let the model read a batch of prompts; what they all begin with is read once where `can_leave_gaps`.

    Padding is on the left, so that what follows comes right after the last token: then places differ as positions do,
    which windows and relative positions count on. After a common beginning there is a gap.
    """
    import torch
    from transformers import DynamicCache

    device = model.device
    cache = DynamicCache()  # given no configuration it keeps every place, also those out of a window
    begin = _common_length(prefixes) if len(prefixes) > 1 and can_leave_gaps(model) else 0
    if begin < _WORTH_SHARING:
        begin = 0
    else:
        head = torch.tensor([list(prefixes[0][:begin])], device=device)
        ones = torch.ones_like(head)
        _logits(model, head, ones, torch.arange(begin, device=device)[None], cache, last_only=True)
        cache = _rows(cache, torch.zeros(len(prefixes), dtype=torch.long, device=device))
    own = [list(prefix[begin:]) for prefix in prefixes]
    width = max(map(len, own))
    ids = torch.tensor([[0] * (width - len(rest)) + rest for rest in own], device=device)
    lengths = torch.tensor([len(rest) for rest in own], device=device)
    places = torch.arange(width, device=device)
    mask = (places >= width - lengths[:, None]).long()
    mask = torch.cat([torch.ones((len(own), begin), dtype=torch.long, device=device), mask], dim=1)
    positions = begin + (places - (width - lengths[:, None])).clamp(min=0)
    logits = _logits(model, ids, mask, positions, cache, last_only=True)
    return Prefix(cache, mask, lengths + begin, torch.log_softmax(logits[:, -1].float(), dim=-1))


def _common_length(prefixes: Sequence[Sequence[int]]) -> int:
    """Return how many tokens all begin with, less than the shortest has."""
    listed = [list(prefix) for prefix in prefixes]
    first, last = min(listed), max(listed)  # what these two begin with, all between them do
    most = min(map(len, prefixes)) - 1
    return next((place for place in range(most) if first[place] != last[place]), most)


def select_rows(prefix: Prefix, rows: Any) -> Prefix:
    """Return copies of some rows, each as often as it is listed; the prefix itself stays as it is."""
    return Prefix(
        _rows(prefix.cache, rows),
        prefix.mask.index_select(0, rows),
        prefix.lengths.index_select(0, rows),
        prefix.log_probabilities.index_select(0, rows),
    )


def _rows(cache: Any, rows: Any) -> Any:
    """Return copies of some rows of a cache: one copy of each, where building another cache would make two."""
    chosen = copy.copy(cache)
    if hasattr(cache, "layers"):
        chosen.layers = [copy.copy(layer) for layer in cache.layers]
    else:  # transformers 4.50
        chosen.key_cache, chosen.value_cache = list(cache.key_cache), list(cache.value_cache)
    chosen.batch_select_indices(rows)
    return chosen


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


def last_logits(model: Any, ids: Any, places: int) -> Any:
    """Return the logits at the last places of whole texts, shape (B, places, V), without keeping keys and values."""
    more = {"logits_to_keep": places} if "logits_to_keep" in inspect.signature(model.forward).parameters else {}
    return model(input_ids=ids, use_cache=False, **more).logits[:, -places:]


def _logits(model: Any, ids: Any, mask: Any, positions: Any, cache: Any, *, last_only: bool = False) -> Any:
    accepted = inspect.signature(model.forward).parameters
    # Until transformers 5.2x the argument had the other name.
    more: dict[str, Any] = {"cache" if "cache" in accepted else "past_key_values": cache}
    if "position_ids" in accepted:
        more["position_ids"] = positions
    if last_only and "logits_to_keep" in accepted:
        more["logits_to_keep"] = 1
    return model(input_ids=ids, attention_mask=mask, use_cache=True, **more).logits
