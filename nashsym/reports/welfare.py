"""What the agents have together at the equilibrium, and where among homogeneous profiles it would be most (T17)."""

from __future__ import annotations

from fractions import Fraction

import flint

from nashsym.exact.definiteness import definiteness
from nashsym.exact.rational import fraction, integers
from nashsym.game import Game
from nashsym.reports.content import PointPart, Welfare
from nashsym.reports.numerals import decimal
from nashsym.reports.text import Sentence, sentence
from nashsym.solvers.pipeline import solve
from nashsym.solvers.solution import Equilibrium

__all__ = ["homogeneous_utility", "welfare"]


def homogeneous_utility(game: Game, weights: flint.fmpq_mat) -> Fraction:
    r"""Return uᵢ where all agents play w, exactly: ``bᵀw − ½wᵀHw − wᵀKw``, and in the distance form ``+ λ_D wᵀSw``.

    Parameters
    ----------
    game : Game
    weights : flint.fmpq_mat, shape (D, 1)

    Notes
    -----
    Source: MODEL, section 1. In the distance form the canonical form leaves out what the others' mixtures alone bring.
    """
    form = game.canonical
    total = (weights.transpose() * form.b)[0, 0] - _quadratic(form.H, weights) / 2 - _quadratic(form.K, weights)
    if game.diversity == "distance" and game.agents > 1:
        total += _quadratic(form.K, weights) / 2
    return fraction(total)


def _quadratic(matrix: flint.fmpq_mat, weights: flint.fmpq_mat) -> flint.fmpq:
    entries, scale = integers(matrix)
    column, common = integers(weights)
    return flint.fmpq((column.transpose() * (entries * column))[0, 0], scale * common * common)


def welfare(found: Equilibrium, point: PointPart) -> Welfare:
    """Compare the equilibrium with the best homogeneous profile, where that one is known exactly.

    Parameters
    ----------
    found : Equilibrium
    point : PointPart
        The same as the report shows it: it names the groups of the comparison.

    Notes
    -----
    Source: MODEL T17.
    """
    game, form = found.game, found.game.canonical
    mine = homogeneous_utility(game, found.vector)
    agents = game.agents
    if agents == 1:
        said = sentence(
            f"The agent's utility is {decimal(mine)}: the most it can have, since a single agent's equilibrium is its "
            "optimum."
        )
        return Welfare(mine, mine, mine, (), (said,))
    opening = sentence(
        f"At the equilibrium each agent's utility is {decimal(mine)}; the {agents} agents together have "
        f"{decimal(agents * mine)}."
    )
    if game.kind == "canonical":
        opening += sentence(" (In canonical form: what an agent's own mixture does not move is left out.)")
    if game.diversity == "distance":
        return _at_no_distance(game, mine, opening)
    best = _optimum(game)
    if best is None:
        said = sentence(
            "Where among profiles in which all agents act alike the sum is largest is not known here: it is not "
            "concave "
            "in the mixture (H + 2K is not ⪰ 0 on T)."
        )
        return Welfare(mine, agents * mine, None, (), (opening, said))
    optimal = homogeneous_utility(game, best.vector)
    if optimal == mine:
        said = sentence("No profile in which all agents act alike gives them more (T17).")
        return Welfare(mine, agents * mine, optimal, (), (opening, said))
    doubled = game.diversity is not None and form.concavity.is_positive_semidefinite
    said = sentence(
        f"The most they could have together by acting alike is {decimal(agents * optimal)}, "
        f"{decimal(agents * (optimal - mine), 3)} more, at the mixture below. "
        "Each agent counts what overlap costs itself, not what it costs the others (T17).",
        " The mixture below is the equilibrium that twice the diversity coefficient would have: diversity is "
        "under-supplied by a factor of exactly two."
        if doubled
        else "",
    )
    rows = tuple((line.name, line.weight, best.weights[line.index]) for line in point.lines)
    return Welfare(mine, agents * mine, optimal, rows, (opening, said))


def _at_no_distance(game: Game, mine: Fraction, opening: Sentence) -> Welfare:
    """Compare where diversity is a reward for distance, which is 0 for all at homogeneous profiles.

    With S ⪰ 0 on T a deviation from the equilibrium gains the distance too and still brings no more; with
    M = 2λ_C C ⪰ 0 on T the equilibrium maximises a concave sum.
    """
    similarity = next(term for term in game.terms if term.coefficient_name == "diversity")
    total = game.agents * mine
    if game.canonical.stability.is_positive_semidefinite or definiteness(similarity.data).is_positive_semidefinite:
        said = sentence(
            "No profile in which all agents act alike gives them more: acting alike they have no distance to be "
            "rewarded "
            "for, and the equilibrium maximises the rest (T17)."
        )
        return Welfare(mine, total, mine, (), (opening, said))
    said = sentence(
        "Where among profiles in which all agents act alike the sum is largest is not known here: neither S nor C is "
        "⪰ 0 "
        "on T."
    )
    return Welfare(mine, total, None, (), (opening, said))


def _optimum(game: Game) -> Equilibrium | None:
    """Return the maximiser of ``bᵀw − ½wᵀ(H + 2K)w`` over the simplex, or None where that is not concave."""
    form = game.canonical
    coupling = form.K + form.K.transpose()
    if not definiteness(form.H + coupling).is_positive_semidefinite:
        return None
    alone = Game.from_canonical(form.b.entries(), (form.H + coupling).tolist(), agents=1, groups=game.groups)
    return solve(alone).equilibrium
