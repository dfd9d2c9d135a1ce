"""Lines instead of maps: the weights of all groups along λ_A with their breakpoints, or along any one coefficient."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nashsym.errors import InputError
from nashsym.exact.rational import fraction
from nashsym.game import Game
from nashsym.phase.plots.drawing import agents_text, axis_label, legend_below, plain_ticks, shown_number
from nashsym.phase.plots.path_stretches import Points, Stretch, stretches_of
from nashsym.phase.plots.saving import INK, SOFT, figure, finished, said, shortened, style
from nashsym.terms.inputs import InputReader

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["MAX_LINES", "colour_of", "dashes_of", "path_plot", "places_of"]

#: More lines than this can't be told apart.
MAX_LINES: Final = 24
#: After Okabe and Ito, without yellow, which paper swallows: colour-blind people can tell them apart. Beyond them the
#: dashes change.
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#555555")
_DASHES: Final[tuple[Any, ...]] = ("solid", (0, (5, 2)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
#: Breakpoints that lie this many times apart ask for a logarithmic axis.
_WIDE: Final = 8


def path_plot(
    game: Game,
    path: str | os.PathLike[str] | None = None,
    *,
    coefficient: str = "attractiveness",
    low: Any = None,
    high: Any = None,
    groups: Sequence[str] | None = None,
) -> Figure:
    """Draw the weights of the homogeneous equilibrium along a coefficient, with every breakpoint, exactly.

    Between two breakpoints the weights are affine in λ_A, and quotients of polynomials in λ_C and λ_D (MODEL T9). A
    breakpoint is where a group is left out or comes back: a mark on the group's line, and a line across.

    Parameters
    ----------
    game : Game
        Given by coefficients and inputs. Along λ_A it has H ⪰ 0 and M ≻ 0 on T; along another coefficient what is
        drawn is where both hold.
    path : path, optional
        Where to write it: .png, .svg or .pdf.
    coefficient : str
        "attractiveness", "consistency" or "diversity".
    low, high : number, optional
        Its values at the ends; unless given, all breakpoints and the game's own value are in the picture. The axis is
        logarithmic where the breakpoints lie far apart and no `low` of 0 is asked for.
    groups : sequence of str, optional
        All unless given, up to `MAX_LINES`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        For a game without such a path, an empty interval, an unknown group, or too many lines.

    Notes
    -----
    Source: MODEL T9.
    """
    places = places_of(game, groups)
    start, end, logarithmic = _range(game, coefficient, low, high)
    pieces = stretches_of(game, coefficient, start, end)
    if not pieces:
        raise _nowhere(coefficient)
    floor = game.threshold
    with style():
        drawn = figure(6.4, 4.2 + 0.22 * (-(-(len(places) + 3) // 3)))
        axes = drawn.subplots()
        drawings = [piece.points(logarithmic) for piece in pieces]
        lines = [_draw_group(axes, pieces, drawings, d, place) for place, d in enumerate(places)]
        for piece in pieces[1:]:
            axes.axvline(piece.start, color=SOFT, linewidth=0.5, alpha=0.6, zorder=1, gid="breakpoint")
        axes.axhline(float(floor), color=INK, linewidth=0.8, linestyle=(0, (1, 2)), zorder=2)
        own = game.coefficients[coefficient]
        shows_own = start <= own <= end
        if shows_own:
            axes.axvline(float(own), color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=2, gid="own")
        axes.set_xscale("log" if logarithmic else "linear")
        axes.set_xlim(float(start), float(end))
        axes.set_ylim(0, None)
        axes.margins(y=0.04)
        if logarithmic:
            plain_ticks(axes.xaxis, np.array([float(start), float(end)]))
        axes.set_xlabel(axis_label(coefficient))
        axes.set_ylabel("weight at the equilibrium")
        axes.spines[["top", "right"]].set_visible(False)
        said(axes.title, shortened(game.name, 60))
        words = [shortened(game.groups[d], 24) for d in places]
        handles = [*lines, *_keys(len(pieces) > 1, shows_own)]
        words += [f"floor {shown_number(floor)}"]
        words += ["a group leaves or returns (exact)"] if len(pieces) > 1 else []
        words += [f"the game's own {shown_number(own)}"] if shows_own else []
        legend_below(drawn, handles, words, 3)
        known = game.coefficients
        others = [name for name in ("consistency", "diversity", "attractiveness") if name != coefficient]
        said(
            drawn.suptitle(" ", fontsize=9, color=SOFT),
            ", ".join(
                [
                    *(f"{name} {shown_number(value)}" for name, value in known.items() if name in others),
                    agents_text(game.agents),
                ]
            ),
        )
    return finished(drawn, path)


def colour_of(place: int) -> str:
    """Return the colour of a line."""
    return _COLOURS[place % len(_COLOURS)]


def dashes_of(place: int) -> Any:
    """Return the dashes of a line."""
    return _DASHES[place // len(_COLOURS) % len(_DASHES)]


def places_of(game: Game, groups: Sequence[str] | None) -> list[int]:
    """Return the places of the groups to draw, all unless given.

    Raises
    ------
    InputError
        For an unknown group, none, or more than `MAX_LINES`.
    """
    names = game.groups if groups is None else tuple(groups)
    for name in names:
        if name not in game.groups:
            raise InputError(
                f"no group is named {name!r}", key="groups", remedy=f"the groups are {', '.join(game.groups[:8])}"
            )
    if not names or len(names) > MAX_LINES:
        raise InputError(f"{len(names)} groups", key="groups", remedy=f"name 1 to {MAX_LINES} of them")
    return [game.groups.index(name) for name in names]


def _range(game: Game, coefficient: str, low: Any, high: Any) -> tuple[Fraction, Fraction, bool]:
    """Return the ends of the axis and whether it is logarithmic."""
    reader = InputReader()
    start = None if low is None else fraction(reader.coefficient(low, "low"))
    end = None if high is None else fraction(reader.coefficient(high, "high"))
    pieces = stretches_of(game, coefficient, start or Fraction(0), end)
    if not pieces:
        raise _nowhere(coefficient)
    own = game.coefficients[coefficient]
    breaks = [Fraction(piece.start) for piece in pieces[1:]]
    marks = [value for value in (*breaks, own) if value > 0]
    if end is None:
        end = max([*marks, start or Fraction(0)], default=Fraction(0)) * Fraction(5, 4) or Fraction(1)
    lowest = start if start is not None else min(marks, default=end) / 4
    logarithmic = bool(start != 0 and len(breaks) > 1 and breaks[-1] > _WIDE * breaks[0] and lowest > 0)
    if start is None:
        start = lowest if logarithmic else Fraction(0)
    return start, end, logarithmic


def _nowhere(coefficient: str) -> InputError:
    return InputError(
        f"there is no path along {coefficient}: H ⪰ 0 and M ≻ 0 on T do not both hold there",
        key="coefficients",
        remedy="choose other coefficients, see `nashsym check`",
    )


def _draw_group(axes: Axes, pieces: Sequence[Stretch], drawings: Sequence[Points], group: int, place: int) -> Any:
    """Draw the line of a group, with a mark where it leaves or returns; return the line."""
    x = np.concatenate([at for at, _ in drawings])
    y = np.concatenate([weights[:, group] for _, weights in drawings])
    colour, dashes = colour_of(place), dashes_of(place)
    (line,) = axes.plot(x, y, color=colour, linestyle=dashes, linewidth=1.6, zorder=3, gid="weight")
    changes = [
        (right.start, weights[0, group])
        for (left, right), (_, weights) in zip(pairwise(pieces), drawings[1:], strict=True)
        if (group in left.support) != (group in right.support)
    ]
    if changes:
        axes.plot(
            *zip(*changes, strict=True),
            linestyle="none", marker="o", markersize=5, markerfacecolor=colour, markeredgecolor="white", zorder=4,
            clip_on=False, gid="change",
        )  # fmt: skip
    return line


def _keys(breakpoints: bool, own: bool) -> list[Any]:
    from matplotlib.lines import Line2D

    keys = [Line2D([], [], color=INK, linewidth=0.8, linestyle=(0, (1, 2)))]
    if breakpoints:
        keys.append(Line2D([], [], color=SOFT, linewidth=0.5, marker="o", markersize=5, markeredgecolor="white"))
    if own:
        keys.append(Line2D([], [], color=INK, linewidth=0.9, linestyle=(0, (4, 3))))
    return keys
