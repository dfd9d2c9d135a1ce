"""What `nashsym train` is told: the data, the model, how it is fitted, and the game that is made of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

__all__ = ["DataPart", "FitPart", "Form", "GamePart", "Method", "ModelPart", "TrainingConfig"]

Form = Literal["persona", "answers", "texts"]
Method = Literal["full", "lora", "scratch"]


@dataclass(frozen=True)
class DataPart:
    """``[data]``: whose words they are.

    Parameters
    ----------
    form : {"persona", "answers", "texts"}
        The keys of a line of the JSONL files, see `nashsym_estimators.training.examples`.
    files : tuple of (str, str)
        Group and its file, or one file for all of them with ``""`` for the group.
    label : str
        The key that names a line's group where all groups share one file.
    folder : str
        Where the files lie.
    held_out : float
        The share of prompts, strictly between 0 and 1, that no model is trained on.
    """

    form: Form
    files: tuple[tuple[str, str], ...]
    label: str
    folder: str
    held_out: float


@dataclass(frozen=True)
class ModelPart:
    """``[model]``: what is trained.

    Parameters
    ----------
    method : {"full", "lora", "scratch"}
        All weights of a base, a low-rank adapter on it, or a new small model with a tokenizer of its own.
    base, revision : str
        Folder or hub id, and the pinned revision of the latter; empty for "scratch".
    layers, width, heads, vocabulary : int
        Sizes of the model from scratch.
    dropout : float
        Of the model from scratch, or of the adapter.
    rank, alpha : int
        Of the adapter; its update is scaled by alpha / rank.
    """

    method: Method
    base: str = ""
    revision: str = ""
    layers: int = 2
    width: int = 64
    heads: int = 4
    vocabulary: int = 2000
    dropout: float = 0.1
    rank: int = 8
    alpha: int = 16


@dataclass(frozen=True)
class FitPart:
    """``[training]``: how it is trained; AdamW, warmed up and then decayed to 0 along a line.

    Parameters
    ----------
    epochs, batch : int
    steps : int
        How many batches in place of the epochs; 0 where these decide.
    learning_rate, weight_decay, warmup : float
        `warmup` is a share of the steps.
    longest : int
        Tokens of a prompt and its answer; a longer prompt loses its beginning, a longer answer its end.
    """

    epochs: int = 3
    steps: int = 0
    batch: int = 16
    learning_rate: float = 5e-5
    weight_decay: float = 0.01
    warmup: float = 0.05
    longest: int = 256


@dataclass(frozen=True)
class GamePart:
    """``[game]``: what is asked of the trained models, estimated, solved, certified and reported.

    Parameters
    ----------
    agents : int
    attractiveness, consistency, diversity : str
        λ_A, λ_C and λ_D, exactly as written.
    form : str
        "similarity" or "distance".
    floor : str
        Below it a group counts as excluded; empty for the default.
    replicates : int
        How often the questions are resampled; 0 for never.
    audience : tuple of (str, float)
        People behind each group; empty where all count the same.
    """

    agents: int = 8
    attractiveness: str = "1"
    consistency: str = "1"
    diversity: str = "1"
    form: str = "similarity"
    floor: str = ""
    replicates: int = 200
    audience: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class TrainingConfig:
    """A whole configuration.

    Parameters
    ----------
    name : str
        What the report calls the game.
    seed : int
        Decides the split, the weights to begin with, the order of the examples and the bootstrap.
    agreement : float
        What each model is required to reach with its own group's held-out answers; 0 where nothing is required.
    data, model, training : the tables of these names
    game : GamePart or None
        None where the models are all that is wanted.
    """

    name: str
    seed: int
    agreement: float
    data: DataPart
    model: ModelPart
    training: FitPart
    game: GamePart | None

    def path(self, file: str) -> Path:
        """Return where a file of the data lies."""
        return Path(self.data.folder) / file

    def recipe(self) -> dict[str, Any]:
        """Return all that decides what is learnt, as a tree for JSON: where files lie and the game do not."""
        data = {key: value for key, value in asdict(self.data).items() if key != "folder"}
        return {"seed": self.seed, "data": data, "model": asdict(self.model), "training": asdict(self.training)}
