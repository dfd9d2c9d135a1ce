"""Fitting one model to one group's examples with the transformers `Trainer`, quietly."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nashsym.errors import InputError
from nashsym_estimators.models.devices import is_out_of_memory
from nashsym_estimators.models.progress import progress_bar
from nashsym_estimators.models.quiet import quiet
from nashsym_estimators.training.config import FitPart
from nashsym_estimators.training.encoding import Encoded, collate

__all__ = ["Fit", "fit"]


@dataclass(frozen=True)
class Fit:
    """What training one model took.

    Parameters
    ----------
    steps : int
    loss : float
        Mean over the steps, in nats per token of the answers.
    prompts, tokens : int
        Seen in all steps together, padding not counted; tokens by the mean length of an example.
    parameters, learnt : int
        Of the model; of these the ones that were trained.
    seconds : float
    """

    steps: int
    loss: float
    prompts: int
    tokens: int
    parameters: int
    learnt: int
    seconds: float


def fit(
    model: Any, examples: Sequence[Encoded], part: FitPart, *, seed: int, pad: int, device: Any, dtype: Any, group: str
) -> Fit:
    """Train a model in place.

    Parameters
    ----------
    model : transformers or PEFT model
        What is not frozen is learnt.
    examples : sequence of Encoded
    part : FitPart
    seed : int
        Decides the order of the examples and the dropout.
    pad : int
        Token that fills up batches.
    device : torch.device
    dtype : torch.dtype
        fp32, or what is computed in where it is half of that (automatic mixed precision).
    group : str
        Whose model it is, for the progress line and the errors.

    Raises
    ------
    InputError
        Where the device's memory is too small, or the loss becomes infinite.

    Notes
    -----
    On a CPU the same examples, seed, versions and number of threads give the same weights.
    """
    from tempfile import TemporaryDirectory

    from transformers import PrinterCallback, Trainer

    started = time.perf_counter()
    steps = part.steps or part.epochs * math.ceil(len(examples) / part.batch)
    with TemporaryDirectory() as scratch, progress_bar(group, steps, "step") as bar, quiet():
        trainer = Trainer(
            model=model,
            args=_arguments(Path(scratch), part, steps, seed, device, dtype),
            train_dataset=list(examples),
            data_collator=partial(collate, pad=pad),
            callbacks=[_counting(bar)],
        )
        trainer.remove_callback(PrinterCallback)  # it writes to standard output
        try:
            done = trainer.train()
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
            raise InputError(
                f"the device has too little memory to train group {group!r} on {part.batch} examples at once",
                key="training.batch",
                remedy="write a smaller one, or a smaller training.longest",
            ) from None
    if not math.isfinite(done.training_loss) or not _are_finite(model):
        raise InputError(
            f"the loss of group {group!r} is not finite", key="training.learning_rate", remedy="write a smaller one"
        )
    whole, rest = divmod(int(done.global_step), math.ceil(len(examples) / part.batch))
    prompts = whole * len(examples) + rest * part.batch
    counts = [(weights.numel(), weights.requires_grad) for weights in model.parameters()]
    return Fit(
        steps=int(done.global_step),
        loss=float(done.training_loss),
        prompts=prompts,
        tokens=round(prompts * sum(map(len, examples)) / len(examples)),
        parameters=sum(count for count, _ in counts),
        learnt=sum(count for count, learnt in counts if learnt),
        seconds=time.perf_counter() - started,
    )


def _are_finite(model: Any) -> bool:
    return all(bool(weights.isfinite().all()) for weights in model.parameters() if weights.requires_grad)


def _arguments(scratch: Path, part: FitPart, steps: int, seed: int, device: Any, dtype: Any) -> Any:
    import torch
    from transformers import TrainingArguments

    if device.type == "cuda" and device.index not in (None, 0):
        raise InputError(
            f"the Trainer takes the first GPU, not {device}", key="device", remedy="choose by CUDA_VISIBLE_DEVICES"
        )
    arguments = TrainingArguments(
        output_dir=str(scratch),
        max_steps=steps,
        per_device_train_batch_size=part.batch,
        learning_rate=part.learning_rate,
        weight_decay=part.weight_decay,
        warmup_steps=round(part.warmup * steps),
        lr_scheduler_type="linear",
        seed=seed,
        data_seed=seed,
        use_cpu=device.type == "cpu",
        bf16=dtype is torch.bfloat16,
        fp16=dtype is torch.float16,
        save_strategy="no",
        logging_strategy="no",
        logging_nan_inf_filter=False,  # it would hide a loss that is no number behind the mean of the others
        report_to="none",
        disable_tqdm=True,
        remove_unused_columns=False,
        dataloader_pin_memory=device.type == "cuda",
    )
    if arguments.device.type == "cuda":
        arguments._n_gpu = 1  # else it spreads a small model over all of them, and the batch is another one
    return arguments


def _counting(bar: Any) -> Any:
    """Return a callback that moves a progress bar."""
    from transformers import TrainerCallback

    class Counting(TrainerCallback):  # type: ignore[misc]  # transformers is not typed
        def on_step_end(self, *_: Any, **__: Any) -> None:
            bar.update(1)

    return Counting()
