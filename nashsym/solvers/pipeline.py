"""`solve`: one call that picks the method, and says which it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flint

from nashsym.errors import InputError, UndecidedError
from nashsym.game import Game
from nashsym.limits import MAX_GROUPS_FACE_ENUMERATION, MAX_GROUPS_SUPPORT_ENUMERATION
from nashsym.solvers.active_set import propose_support
from nashsym.solvers.solution import Component, Continuum, Equilibrium, Solution, Verdict
from nashsym.solvers.support import settle

__all__ = ["METHODS", "solve"]

#: What `method` may be; "cvxpy:SOLVER" names any solver that CVXPY has installed.
METHODS = ("auto", "daqp", "cvxpy", "pivoting", "enumeration", "newton")
#: With `every`, supports are enumerated up to this many groups (65,535 supports).
MAX_GROUPS_ENUMERATED_ON_REQUEST = 16
DEFAULT_STARTS = 20


@dataclass(frozen=True)
class _Found:
    components: tuple[Component, ...]
    complete: bool
    search: str
    method: str


def solve(game: Game, method: str = "auto", *, every: bool = False, select: str | None = None) -> Solution:
    r"""Find the homogeneous Nash equilibria of a game, exactly.

    Where H ⪰ 0 on T, all playing w is an equilibrium iff ``b − Mw ≤ ν1`` with equality where w > 0 (MODEL T1, T4).
    Floats propose its support, rational arithmetic on that support gives the weights and decides every claim.

    Parameters
    ----------
    game : Game
    method : {"auto", "daqp", "cvxpy", "cvxpy:SOLVER", "pivoting", "enumeration", "newton"}
        What proposes. "auto": DAQP where M ⪰ 0 on T, then CVXPY, then exact pivoting; enumeration of supports where
        M is not ⪰ 0 on T. Anchored games take "auto", "newton" and "cvxpy".
    every : bool
        Search further where there can be several equilibria; the bound of the search stands in the answer.
    select : {"welfare", "least-weight"}, optional
        Rule that names one of several equilibria.

    Returns
    -------
    Solution
        Its `kind` is "none" where it is proved that there is no homogeneous equilibrium, and "undecided" where none was
        found within the bounds. For an anchored game an `AnchoredSolution`: its equilibria are not rational, and are
        enclosed.

    Raises
    ------
    InputError
        For an unknown method or rule, or a method that does not apply to the game.

    Notes
    -----
    Source: MODEL T1–T4, section 3.

    Examples
    --------
    >>> from nashsym import Game, solve
    >>> game = Game.from_canonical(b=[1, 0], H=[[1, 0], [0, 1]], agents=3)
    >>> solve(game).equilibrium.weights
    (Fraction(1, 1), Fraction(0, 1))
    """
    _check_method(method)
    _check_rule(select)
    if not game.is_quadratic:
        from nashsym.solvers.anchored import solve_anchored

        return solve_anchored(game, method, every=every, select=select)
    if method == "newton":
        raise InputError("the method newton is for anchored games", key="method", remedy="use auto: it is exact")
    if not game.canonical.concavity.is_positive_semidefinite:
        found = _without_concavity(game)
    elif _is_monotone(game):
        found = _monotone(game, method)
    else:
        found = _not_monotone(game, method, every)
    selected, rule = _select(game, found.components, select)
    homogeneous = _unique_homogeneous(found)
    return Solution(
        game=game,
        components=found.components,
        complete=found.complete,
        search=found.search,
        unique_homogeneous=homogeneous,
        unique=_unique(game, found, homogeneous),
        method=found.method,
        selected=selected,
        rule=rule,
    )


def _check_method(method: str) -> None:
    if method.partition(":")[0] not in METHODS or (":" in method and not method.startswith("cvxpy:")):
        raise InputError(
            f"unknown method {method!r}", key="method", remedy=f"the methods are {', '.join(METHODS)} and cvxpy:SOLVER"
        )


def _check_rule(rule: str | None) -> None:
    if rule is None:
        return
    from nashsym.solvers.selection import RULES

    if rule not in RULES:
        raise InputError(f"unknown rule {rule!r}", key="select", remedy=f"the rules are {', '.join(RULES)}")


def _is_monotone(game: Game) -> bool:
    """Tell whether the equilibria are one point (M ≻ 0) or one polytope (M ⪰ 0, K symmetric) (MODEL T3, T4)."""
    form = game.canonical
    return form.stability.is_positive_definite or form.has_concave_programme


def _monotone(game: Game, method: str) -> _Found:
    if method == "enumeration":
        return _enumerated(game)
    weights, proposer = _one_solution(game, method)
    component: Component = Equilibrium(game, weights)
    if game.canonical.stability.is_positive_definite:
        search = "M ≻ 0 on T: there is one homogeneous equilibrium."
    else:
        from nashsym.solvers.continuum import optimal_face

        component = optimal_face(game, weights)
        search = "M ⪰ 0 on T and K is symmetric: the homogeneous equilibria are the maximisers of a concave programme."
    if isinstance(component, Equilibrium) and component.kind == "interior":
        proposer = f"closed form on the support that {proposer} proposed"
    return _Found((component,), True, search, proposer)


def _one_solution(game: Game, method: str) -> tuple[flint.fmpq_mat, str]:
    """Return one exact solution of the complementarity problem, and what proposed it."""
    form = game.canonical

    def by_active_set() -> flint.fmpq_mat | None:
        support = propose_support(form.float_b, form.float_M)
        return None if support is None else settle(form, support)

    def by_cvxpy(solver: str) -> flint.fmpq_mat | None:
        from nashsym.solvers.convex import propose_support_convex

        return settle(form, propose_support_convex(game, solver))

    def by_cvxpy_if_concave() -> flint.fmpq_mat | None:
        try:
            return by_cvxpy("CLARABEL")
        except (InputError, UndecidedError):
            return None

    solver = method.partition(":")[2].upper() or "CLARABEL"
    proposers: dict[str, list[tuple[str, Callable[[], flint.fmpq_mat | None]]]] = {
        "auto": [("daqp", by_active_set), ("cvxpy:CLARABEL", by_cvxpy_if_concave)],
        "daqp": [("daqp", by_active_set)],
        "cvxpy": [(f"cvxpy:{solver}", lambda: by_cvxpy(solver))],
        "pivoting": [],
    }
    for name, propose in proposers[method.partition(":")[0]]:
        weights = propose()
        if weights is not None:
            return weights, name
    from nashsym.solvers.pivoting import pivot

    return pivot(form, 0), "pivoting"


def _not_monotone(game: Game, method: str, every: bool) -> _Found:
    if method.partition(":")[0] == "cvxpy":
        raise InputError(
            "M is not ⪰ 0 on T or K is not symmetric, so the equilibria are not the maximisers of a concave programme",
            key="method",
            remedy="use auto, enumeration or pivoting",
        )
    bound = MAX_GROUPS_ENUMERATED_ON_REQUEST if every else MAX_GROUPS_SUPPORT_ENUMERATION
    if method == "enumeration" or (method == "auto" and game.size <= bound):
        return _enumerated(game)
    from nashsym.solvers.pivoting import bounded_search

    starts = range(game.size if every else min(game.size, DEFAULT_STARTS))
    form = game.canonical
    points = list(bounded_search(game, starts))
    support = propose_support(form.float_b, form.float_M) if method != "pivoting" else None
    proposed = None if support is None else settle(form, support)
    if proposed is not None and all(point.vector != proposed for point in points):
        points.append(Equilibrium(game, proposed))
    monotone = form.stability.is_positive_semidefinite
    why = "M is ⪰ 0 but not ≻ 0 on T, and K is not symmetric" if monotone else "M is not ⪰ 0 on T"
    search = (
        f"{why}: the search was bounded to {len(starts)} pivoting starts of {game.size}; there can be more "
        f"(deciding uniqueness is NP-hard in general)"
        + ("." if every else "; --all, or every=True, tries more starts.")
    )
    return _Found(tuple(points), False, search, "pivoting")


def _enumerated(game: Game) -> _Found:
    from nashsym.solvers.enumeration import enumerate_homogeneous

    found = enumerate_homogeneous(game, max_groups=MAX_GROUPS_ENUMERATED_ON_REQUEST)
    search = f"all {found.supports_examined} supports were examined."
    return _Found(tuple(found.components), True, search, "enumeration")


def _without_concavity(game: Game) -> _Found:
    if game.size > MAX_GROUPS_FACE_ENUMERATION:
        search = (
            f"H is not ⪰ 0 on T: best responses are indefinite quadratic programmes, decided by enumeration up to "
            f"{MAX_GROUPS_FACE_ENUMERATION} groups; here are {game.size}."
        )
        return _Found((), False, search, "none")
    from nashsym.solvers.best_response import homogeneous_equilibria_without_concavity

    components, complete, search = homogeneous_equilibria_without_concavity(game)
    return _Found(tuple(components), complete, search, "enumeration")


def _select(game: Game, components: tuple[Component, ...], rule: str | None) -> tuple[Equilibrium | None, str]:
    if rule is not None:
        from nashsym.solvers.selection import select

        if components:
            return select(game, components, rule)
    if len(components) == 1 and isinstance(components[0], Equilibrium):
        return components[0], ""
    return None, ""


def _unique_homogeneous(found: _Found) -> Verdict:
    count = sum(2 if isinstance(component, Continuum) else 1 for component in found.components)
    if count > 1:
        return "refuted"
    return "proved" if count == 1 and found.complete else "undecided"


def _unique(game: Game, found: _Found, homogeneous: Verdict) -> Verdict:
    if homogeneous != "proved" or game.agents == 1:
        return homogeneous
    form = game.canonical
    unity = form.unity
    if unity is not None and unity.is_positive_definite:
        return "proved"
    only = found.components[0]
    specialises = (
        form.coupling_is_symmetric
        and form.stability.is_positive_definite
        and isinstance(only, Equilibrium)
        and only.kind == "interior"
    )
    return "refuted" if specialises else "undecided"
