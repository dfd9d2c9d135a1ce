"""Going through prompts in batches: like lengths together, and half the batch where memory runs out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from nashsym.errors import InputError
from nashsym_estimators.models.devices import free_memory, is_out_of_memory

__all__ = ["in_batches"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_batches(
    process: Callable[[list[Item]], list[Result]],
    items: Sequence[Item],
    *,
    length: Callable[[Item], int],
    batch_size: int,
    device: Any,
) -> Iterator[list[tuple[int, Result]]]:
    """Yield what `process` makes of the items, a batch at a time, each result with its item's place.

    The longest come first, so that memory runs out at once or never; where it does, the batch is halved from then on.

    Parameters
    ----------
    process : callable
        From a batch of items to a result for each.
    length : callable
        Number of tokens of an item: items of like length share a batch, so that little is padded.
    batch_size : int
        How many items go together at most.
    device : torch.device

    Raises
    ------
    InputError
        Where there is no memory for one item alone.
    """
    if batch_size < 1:
        raise InputError(f"{batch_size} is no number of prompts", key="batch-size", remedy="write 1 or more")
    order = sorted(range(len(items)), key=lambda index: -length(items[index]))
    begin = 0
    while begin < len(order):
        chosen = order[begin : begin + batch_size]
        try:
            results = process([items[index] for index in chosen])
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
            results = None
        if results is None:  # outside the handler, whose traceback would keep the tensors alive
            free_memory(device)
            if len(chosen) == 1:
                raise InputError(
                    f"the device {device} runs out of memory over one prompt of {length(items[chosen[0]])} tokens",
                    remedy="shorten it, or choose another --device or --dtype",
                )
            batch_size = max(len(chosen) // 2, 1)
            continue
        begin += len(chosen)
        yield list(zip(chosen, results, strict=True))
