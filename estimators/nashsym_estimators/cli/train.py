"""``nashsym train``: a language model per group, and the game that they play."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nashsym.cli.command import DONE, REFUTED, UNDECIDED, Parser, say
from nashsym.errors import InputError

if TYPE_CHECKING:
    from nashsym_estimators.responses.table import ResponseTable
    from nashsym_estimators.training.agreement import CrossTable
    from nashsym_estimators.training.config import TrainingConfig
    from nashsym_estimators.training.fitting import Fit
    from nashsym_estimators.training.trained import Trained

__all__ = ["EXAMPLE", "SUMMARY", "add_arguments", "run"]

SUMMARY = "train a language model per group, and make a game of their answers"
EXAMPLE = "nashsym train examples/persona/config.toml -o persona"


def add_arguments(parser: Parser) -> None:
    """Say what the subcommand takes."""
    parser.add_argument("config", metavar="CONFIG", help="training configuration, TOML")
    parser.add_argument("-o", "--output", metavar="FOLDER", required=True, help="folder of the models")
    parser.add_argument("--data", metavar="DIR", help="folder of the data, in place of the configuration's")
    parser.add_argument("--device", metavar="DEVICE", default="auto", help="auto (the default), cpu, cuda or mps")
    parser.add_argument("--dtype", metavar="DTYPE", default="auto", help="auto (the default), fp32, bf16 or fp16")
    parser.add_argument("--peak", metavar="TFLOPS", help="what a GPU that is not known can do, in 10¹² a second")


def run(options: argparse.Namespace) -> int:
    """Train, print how the models answer what they were not shown, and make the game where one is asked for."""
    from nashsym_estimators.training.asking import ask
    from nashsym_estimators.training.manifest import write_manifest
    from nashsym_estimators.training.reading import read_config

    config = read_config(options.config, data=options.data)
    peak = _peak(options.peak)
    folder = Path(options.output)
    if folder.exists() and not folder.is_dir():
        raise InputError("is not a folder", file=str(folder), remedy="choose another folder for the models")
    trained = _trained(config, folder, options, peak)
    asked = ask(trained, device=options.device, dtype=options.dtype, peak=peak)
    say([f"asked the models: {asked.speed}"])
    sys.stdout.write(asked.cross.text())
    print(f"\nmodels and {write_manifest(trained, asked.cross).name} written to {folder}")
    code = DONE
    if short := asked.cross.unmet(config.agreement):
        say([f"{_requirement(config, asked.cross)}: not so for {', '.join(short)}"])
        code = REFUTED if config.agreement else DONE
    return code if config.game is None or asked.table is None else max(code, _played(config, asked.table, folder))


def _trained(config: TrainingConfig, folder: Path, options: argparse.Namespace, peak: float | None) -> Trained:
    """Train, and say of each group what it took."""
    from nashsym_estimators.models.devices import resolve_device
    from nashsym_estimators.training.speed import Meter, training_flops
    from nashsym_estimators.training.trained import train

    meter = Meter(resolve_device(options.device), peak)

    def tell(group: str, fit: Fit | None) -> None:
        if fit is None:
            say([f"{group}: trained already"])
            return
        speed = meter.read(fit.prompts, training_flops(fit.parameters, fit.learnt, fit.tokens), fit.seconds)
        say([f"{group}: {fit.steps} steps, loss {fit.loss:.3f}, {speed}"])

    return train(config, folder, device=options.device, dtype=options.dtype, tell=tell)


def _played(config: TrainingConfig, table: ResponseTable, folder: Path) -> int:
    """Make the game, solve and report it, and print what was found."""
    from nashsym.reports.console import solution_text
    from nashsym.reports.sureness_console import sureness_text
    from nashsym_estimators.training.playing import play

    played = play(config, table, folder)
    say(played.notes)
    sys.stdout.write(f"\n{solution_text(played.solution)}\n")
    if played.sureness is not None:
        sys.stdout.write(f"{sureness_text(played.sureness)}\n")
    for path in played.written:
        print(path)
    return {"none": REFUTED, "undecided": UNDECIDED}.get(played.solution.kind, DONE)


def _requirement(config: TrainingConfig, cross: CrossTable) -> str:
    if cross.measure == "loss":
        return "each model should have less loss on its own group's held-out answers than the others have"
    least = f" on {config.agreement:.0%}, and" if config.agreement else ""
    return f"each model should agree with its own group's held-out answers{least} more than the others do"


def _peak(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        peak = float(text)
    except ValueError:
        peak = math.nan
    if not 0 < peak < math.inf:
        raise InputError(f"{text!r} is no number of TFLOP/s", key="--peak", remedy="write 989 for an H100")
    return peak * 1e12
