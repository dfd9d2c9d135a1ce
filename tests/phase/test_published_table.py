"""The columns of the paper's table for five synthetic base models: a row each, shares counted by hand beside it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nashsym.cli import main
from nashsym.game import Game
from nashsym.gamefile import read_game, write_game
from nashsym.solvers.pipeline import solve

TRAITS = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
MODELS = ("small", "small, reasoning", "large", "instructed", "distilled")
AXES = {"consistency": (1, 2, 3), "diversity": (0, 1, 2), "attractiveness": (0, 1, 2)}


def model(name: str, seed: int) -> Game:
    """Draw what the estimators make of a model: each trait answers 12 questions of four options in its own way."""
    draw = np.random.default_rng(seed)
    answers = draw.dirichlet(np.full(4, 0.6), (5, 12)).round(2)
    similarity = np.einsum("dqy,eqy->de", answers, answers) / 12
    scatter = np.diag(1 - similarity.diagonal())
    return Game.alignment(
        TRAITS, 6, draw.dirichlet(np.full(5, 2.0)).round(2), scatter, similarity, floor="0.05", name=name
    )


def counted(game: Game) -> tuple[Fraction, Fraction | None]:
    """Solve every node by itself and count: the mean over groups of area and of conditional exclusion."""
    areas, interior, nodes = dict.fromkeys(TRAITS, 0), 0, 0
    for x in AXES["consistency"]:
        for y in AXES["diversity"]:
            for z in AXES["attractiveness"]:
                found = solve(game.with_coefficients(consistency=x, diversity=y, attractiveness=z)).equilibrium
                nodes += 1
                if found is not None and found.kind == "interior":
                    interior += 1
                    for trait, weight in zip(TRAITS, found.weights, strict=True):
                        areas[trait] += weight < game.threshold
    total = sum(areas.values())
    return Fraction(total, 5 * nodes), Fraction(total, 5 * interior) if interior else None


def test_five_models_make_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(write_game(model(name, seed), tmp_path / f"{seed}.toml")) for seed, name in enumerate(MODELS)]
    axes = [f"--vary={name}={','.join(map(str, values))}" for name, values in AXES.items()]
    assert main(["sweep", *files, *axes, "--table"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.split(r"\s{2,}", lines[2]) == ["game", "exclusion area", "conditional exclusion"]
    rows = [re.split(r"\s{2,}", line) for line in lines[3:]]
    assert tuple(row[0] for row in rows) == MODELS
    expected = [counted(read_game(file)) for file in files]
    assert len({area for area, _ in expected}) == 5, "five models that tell nothing apart test nothing"
    for row, (area, conditional) in zip(rows, expected, strict=True):
        assert row[1] == f"{float(100 * area):.3f} %"
        assert conditional is not None
        assert row[2] == f"{float(100 * conditional):.3f} %"
