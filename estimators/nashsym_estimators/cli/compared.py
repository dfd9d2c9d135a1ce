"""The arguments by which texts are compared, and replicates drawn: shared by `estimate texts` and `estimate models`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from nashsym.cli.command import Parser
from nashsym.errors import InputError

if TYPE_CHECKING:
    from nashsym.uncertainty.replicates import Replicates
    from nashsym_estimators.estimates.estimate import Estimate
    from nashsym_estimators.responses.texts import TextTable
    from nashsym_estimators.texts.kernels import Kernel
    from nashsym_estimators.texts.method import TextMethod

__all__ = [
    "add_comparison_arguments",
    "add_device_arguments",
    "add_resampling_arguments",
    "estimate_from",
    "text_method_of",
]


def add_device_arguments(parser: Parser) -> None:
    """Add where models run, how precisely, and how much at once."""
    parser.add_argument("--device", metavar="NAME", default="auto", help="auto (the default), cpu, cuda, cuda:1 or mps")
    parser.add_argument("--dtype", metavar="NAME", default="auto", help="auto (the default), fp32, bf16 or fp16")
    parser.add_argument(
        "--batch-size",
        metavar="N",
        type=int,
        default=32,
        help="how many go together; 32 unless given, halved as needed",
    )


def add_comparison_arguments(parser: Parser) -> None:
    """Add how texts are compared."""
    parser.add_argument("--encoder", metavar="FOLDER", help="sentence encoder: a folder, or a hub id")
    parser.add_argument("--kernel", metavar="NAME", default="cosine", help="cosine (the default) or gaussian")
    parser.add_argument(
        "--bandwidth", metavar="H", type=float, default=1.0, help="of the gaussian kernel; 1 unless given"
    )
    parser.add_argument(
        "--pairs", metavar="NAME", default="all", help="all pairs of a group's own responses (the default), or distinct"
    )


def add_resampling_arguments(parser: Parser, what: str) -> None:
    """Add how many replicates are drawn, of what, and from which seed."""
    parser.add_argument("--bootstrap", metavar="N", type=int, help="resample N times, and write the replicates")
    parser.add_argument("--resample", metavar="WHAT", help=what)
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="seed of the resampling; 0 unless given")


def text_method_of(options: argparse.Namespace, missing: str) -> tuple[Kernel, TextMethod]:
    """Return the kernel and the method that the arguments name, before anything is loaded."""
    from nashsym_estimators.texts.kernels import Kernel
    from nashsym_estimators.texts.method import TextMethod

    return Kernel(options.kernel, options.bandwidth), TextMethod(
        pairs=options.pairs,
        inconsistency=options.inconsistency or "dispersion",
        missing=missing,
        concave=options.concave or False,
    )


def estimate_from(
    table: TextTable, encoder: str | None, options: argparse.Namespace, missing: str = "common"
) -> tuple[Estimate, Replicates | None]:
    """Embed a table of texts, and estimate from it; replicates where they are asked for."""
    from nashsym_estimators.texts.bootstrap import bootstrap_texts
    from nashsym_estimators.texts.embedded import embed_table
    from nashsym_estimators.texts.embedding import load_encoder
    from nashsym_estimators.texts.estimating import estimate_texts

    kernel, method = text_method_of(options, missing)
    if encoder is None:
        raise InputError("it is missing", key="--encoder", remedy="name the folder of a sentence encoder")
    embedded = embed_table(
        table,
        load_encoder(encoder, device=options.device, dtype=options.dtype),
        kernel,
        batch_size=options.batch_size,
    )
    estimate = estimate_texts(embedded, method)
    replicates: Any = None
    if options.bootstrap is not None:
        replicates = bootstrap_texts(embedded, options.bootstrap, options.resample, options.seed, method)
    return estimate, replicates
