"""`derive`: start a derivation from a game or from terms, and refuse before starting what would not finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, overload

from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.symbolic.derivation import Derivation
from nashsym.symbolic.first_order import first_order
from nashsym.symbolic.matrix_form import MatrixDerivation, matrix_derivation
from nashsym.symbolic.utility import utility_in_symbols, utility_of_game
from nashsym.terms import Attractiveness, Coupling, Curvature, Distance, Inconsistency, Linear, Similarity, Term
from nashsym.terms.anchor import Anchor
from nashsym.terms.inputs import kind_of, shown

__all__ = ["DEFAULT_TERMS", "derive", "terms_named"]

#: Largest D with every entry of M and b a symbol of its own; 7 takes twelve times as long and prints 900,000 characters
#: (benchmarks/deriving.py).
MAX_GROUPS_IN_SYMBOLS: Final = 6
#: Largest D with numbers in and this many coefficients left symbolic: some ten seconds (benchmarks/deriving.py).
MAX_GROUPS_WITH_FREE: Final = {0: 40, 1: 18, 2: 16, 3: 14}
DEFAULT_TERMS: Final[tuple[type[Term], ...]] = (Attractiveness, Inconsistency, Similarity)
#: The package's own terms, by the names that the command line takes.
TERMS: Final[dict[str, type[Term]]] = {
    "attractiveness": Attractiveness,
    "inconsistency": Inconsistency,
    "similarity": Similarity,
    "distance": Distance,
    "anchor": Anchor,
    "linear": Linear,
    "curvature": Curvature,
    "coupling": Coupling,
}


def terms_named(names: Sequence[str]) -> tuple[type[Term], ...]:
    """Return the package's terms of these names.

    Raises
    ------
    InputError
        For a name that none has, and for none at all.
    """
    unknown = [name for name in names if name not in TERMS]
    if unknown or not names:
        problem = f"no term is named {shown(unknown[0])}" if unknown else "no term is named"
        raise InputError(problem, key="terms", remedy=f"choose among {', '.join(TERMS)}")
    return tuple(TERMS[name] for name in dict.fromkeys(names))


@overload
def derive(game: Game, *, free: Sequence[str] = ()) -> Derivation: ...
@overload
def derive(game: None = None, *, groups: int = 3, terms: Sequence[type[Term]] = DEFAULT_TERMS) -> Derivation: ...
@overload
def derive(
    game: None = None, *, groups: Literal["D"], terms: Sequence[type[Term]] = DEFAULT_TERMS
) -> MatrixDerivation: ...


def derive(
    game: Game | None = None,
    *,
    groups: int | str = 3,
    terms: Sequence[type[Term]] = DEFAULT_TERMS,
    free: Sequence[str] = (),
) -> Derivation | MatrixDerivation:
    """Derive the interior equilibrium from the utility.

    Parameters
    ----------
    game : Game, optional
        Its numbers are put in and the coefficients in `free` are left as symbols; without one, everything is a symbol.
    groups : int or "D"
        D where no game is given; the letter derives in matrix form, for every D at once.
    terms : sequence of Term classes
        The terms of the utility where no game is given; also ones that this package has never seen.
    free : sequence of str
        Names of coefficients of `game`.

    Returns
    -------
    Derivation or MatrixDerivation
        The latter for the letter "D". Both have `text()`, `latex()` and `function()`.

    Raises
    ------
    InputError
        For a size that would not finish; it says what to ask instead.

    Notes
    -----
    Source: MODEL T1–T3, T7.

    Examples
    --------
    >>> from nashsym import derive
    >>> derive(groups=2).closed_form.weights[0]
    (-M_12 + M_22 + b_1 - b_2)/(M_11 - 2*M_12 + M_22)
    """
    if game is not None:
        return _of_game(game, free)
    if free:
        raise InputError("without a game every coefficient is symbolic", key="free", remedy="leave it out")
    if groups == "D":
        return matrix_derivation(terms)
    if not isinstance(groups, int) or isinstance(groups, bool):
        found = shown(groups) if isinstance(groups, str) else kind_of(groups)
        raise InputError(f"{found} is no number of groups", key="groups", remedy='write a whole number, or "D" for any')
    if groups < 1:
        raise InputError(f"{shown(groups)} groups", key="groups", remedy='write 1 or more, or "D" for any number')
    if groups > MAX_GROUPS_IN_SYMBOLS:
        raise InputError(
            f"{shown(groups)} groups with a symbol for every number would not finish",
            key="groups",
            remedy=f'ask for at most {MAX_GROUPS_IN_SYMBOLS}, for "D" (the matrix form, any number of groups), or give '
            "a game, whose numbers are put in",
        )
    return Derivation(first_order(utility_in_symbols(groups, terms)), named=True)


def _of_game(game: Game, free: Sequence[str]) -> Derivation:
    if isinstance(free, str):
        free = (free,)
    free = tuple(dict.fromkeys(free))
    most = MAX_GROUPS_WITH_FREE.get(len(free), 0)
    utility = utility_of_game(game, free) if game.size <= most else None
    if utility is None:
        fewer = max((count for count, size in MAX_GROUPS_WITH_FREE.items() if game.size <= size), default=None)
        instead = "" if fewer is None else f"leave at most {fewer} symbolic, "
        raise InputError(
            f"{game.size} groups with {len(free)} coefficients left symbolic would not finish (the cap is {most})",
            key="free",
            remedy=f'{instead}derive in matrix form (groups "D"), or use solve, which is exact for numbers',
        )
    return Derivation(first_order(utility), named=False)
