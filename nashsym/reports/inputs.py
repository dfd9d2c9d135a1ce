"""The inputs of a game as a report shows them, and where they come from."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from nashsym.data.survey import Survey, anes96_game, load_anes96
from nashsym.game import Game
from nashsym.reports.content import InputMatrix, Inputs, InputTable
from nashsym.reports.numerals import decimal
from nashsym.reports.parts import CERTIFICATE_FILE
from nashsym.reports.text import Sentence, sentence

__all__ = ["COEFFICIENT_SYMBOLS", "MAX_GROUPS_MATRIX", "inputs"]

#: Matrices are printed up to this many groups.
MAX_GROUPS_MATRIX: Final = 12
COEFFICIENT_SYMBOLS: Final = {"attractiveness": "λ_A", "consistency": "λ_C", "diversity": "λ_D", "anchor": "λ_R"}
_SYMBOLS: Final = {
    "attractiveness": "a",
    "inconsistency": "C",
    "similarity": "S",
    "anchor": "w⁰",
    "b": "b",
    "H": "H",
    "K": "K",
}
_MEANINGS: Final = {
    "attractiveness": "the reach or attention that serving a group brings",
    "inconsistency": "how incoherent an agent becomes by speaking for these groups",
    "similarity": "how alike the answers of two groups are",
    "b": "what a unit of weight on a group brings",
    "H": "how an agent's own mixture curves its utility",
    "K": "what overlap with the mean of the others costs",
}
_UTILITIES: Final = {
    "similarity": "uᵢ = λ_A aᵀwᵢ − λ_C wᵢᵀC wᵢ − λ_D wᵢᵀS mᵢ",
    "distance": "uᵢ = λ_A aᵀwᵢ − λ_C wᵢᵀC wᵢ + λ_D (1/(N−1)) Σ_{j≠i} (wᵢ−wⱼ)ᵀS(wᵢ−wⱼ)",
    "canonical": "uᵢ = bᵀwᵢ − ½ wᵢᵀH wᵢ − wᵢᵀK mᵢ",
}
_NUMBERS: Final = {
    "decimal": "Numbers were read exactly as they are written.",
    "dyadic": "Some numbers came as binary floats; each was taken as the fraction that it is.",
}


def inputs(game: Game) -> Inputs:
    """Collect what the game was made of."""
    vectors: dict[str, list[Fraction]] = {}
    matrices: list[InputMatrix] = []
    few = game.size <= MAX_GROUPS_MATRIX
    for name, data in game.inputs.items():
        symbol = _SYMBOLS.get(name, name)
        if data.ndim == 1:
            vectors[f"{name} {symbol}" if name != symbol else name] = list(data)
        elif few:
            rows = tuple(tuple(row) for row in data.tolist())
            matrices.append(InputMatrix(symbol, name, _MEANINGS.get(name, ""), rows))
        else:
            label = f"{name} {symbol}, own" if name != symbol else f"{name}, own"
            vectors[label] = [data[d, d] for d in range(game.size)]
    shown = range(min(game.size, 24))
    table = InputTable(
        tuple(vectors),
        tuple((game.groups[d], tuple(column[d] for column in vectors.values())) for d in shown),
    )
    hidden: Sentence = ()
    if not few:
        first = "" if len(shown) == game.size else f"The table has the first {len(shown)} of {game.size} groups. "
        hidden = sentence(
            f"{first}Of matrices of {game.size}×{game.size} it has the diagonal; {CERTIFICATE_FILE} has every entry."
        )
    coefficients = tuple(
        (name, COEFFICIENT_SYMBOLS.get(name, name), value) for name, value in game.coefficients.items()
    )
    utility = _UTILITIES.get(game.diversity or "", _UTILITIES["canonical"])
    utility += "" if game.anchor is None else " − λ_R KL(wᵢ‖w⁰)"
    return Inputs(utility, coefficients, _facts(game), table, tuple(matrices), game.groups, hidden, game.notes)


def _facts(game: Game) -> tuple[tuple[str, Sentence], ...]:
    facts: list[tuple[str, Sentence]] = []
    survey = _survey(game)
    if survey is not None:
        facts.append(("Source", sentence(f"{survey.source}. Licence: {survey.licence}.")))
        facts.append(
            (
                "Estimators",
                sentence(
                    f"Attractiveness: a group's respondents times their engagement ({survey.engagement_measure}), "
                    "scaled to "
                    "sum to 1. Similarity: the "
                    "chance that a member of one group and a member of the other give the same answer. Inconsistency: "
                    "the chance that two members of the same group give different answers."
                ),
            )
        )
    facts.append(("Numbers", sentence(_NUMBERS[game.numbers])))
    agents = "One agent." if game.agents == 1 else f"{game.agents} agents, all with the same utility."
    facts.append(("Agents", sentence(agents)))
    facts.append(
        (
            "Floor",
            sentence(f"A group with a weight below {decimal(game.threshold)} counts as excluded, with 0 as left out."),
        )
    )
    return tuple(facts)


def _survey(game: Game) -> Survey | None:
    """Return the embedded survey where the game's inputs are its estimates, whatever its coefficients are."""
    survey = load_anes96()
    if game.groups != survey.groups or game.name != survey.name:
        return None
    mine, embedded = game.inputs, anes96_game().inputs
    same = mine.keys() == embedded.keys() and all((mine[name] == embedded[name]).all() for name in mine)
    return survey if same else None
