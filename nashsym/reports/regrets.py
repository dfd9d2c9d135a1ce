"""How far a profile is from an equilibrium, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from nashsym.exact.rational import number_text
from nashsym.solvers.anchored_regret import AnchoredRegret
from nashsym.solvers.played_regret import PlayedRegret
from nashsym.solvers.regret import ProfileRegret
from nashsym.theorems.wording import bound, decimal, number

__all__ = ["regret_text"]

#: Of more groups than these, those that the best deviation moves most are shown.
_SHOWN: Final = 12
#: Of more stretches of agents than these, the first are named.
_STRETCHES: Final = 6

#: Exact numbers up to so many characters are written out.
_LONGEST: Final = 40


def regret_text(found: ProfileRegret) -> str:
    """Return the verdict on the profile, and for each mixture a table of what is played and what would be better."""
    mixtures = f"{len(found.parts)} mixture{'' if len(found.parts) == 1 else 's'}"
    agents = found.game.agents
    head = f"profile of {agents} agent{'' if agents == 1 else 's'}, {mixtures}: {_verdict(found)}"
    blocks = [head, *(_part(part) for part in found.parts), _advice(found)]
    return "\n\n".join(blocks) + "\n"


def _verdict(found: ProfileRegret) -> str:
    if found.is_equilibrium == "yes":
        return "an equilibrium, every regret is exactly 0"
    word = "not an equilibrium" if found.is_equilibrium == "no" else "undecided whether it is an equilibrium"
    return f"{word}, the largest regret ε {_between(found.low, found.high)}"


def _between(low: Fraction, high: Fraction) -> str:
    if low == high:
        return f"is {_exactly(low)}"
    return f"lies between {bound(low, upper=False)} and {bound(high, upper=True)}"


def _exactly(value: Fraction) -> str:
    """Write a number exactly where that is not long, with a decimal beside it where the exact one is no decimal."""
    text, exact = number(value), number_text(value)
    if text.startswith("≈"):
        return f"{exact} ({text})" if len(exact) <= _LONGEST else f"{text} (an exact fraction, .to_dict() has it)"
    return f"exactly {text}"


def _weight(value: Fraction) -> str:
    """Write a weight as a decimal of four digits, marked where it was rounded."""
    text = decimal(value)
    return text if Fraction(text.replace("−", "-")) == value else f"≈ {text}"


def _part(part: PlayedRegret) -> str:
    word = {"yes": "a best response", "no": "no best response", "undecided": "undecided whether a best response"}
    lines = [f"{_agents(part)}: {word[part.is_best_response]}"]
    lines.append(f"    regret {_between(part.low, part.high)}; T14's gap is {_gap(part)}")
    shown = list(range(len(part.groups)))
    if len(shown) > _SHOWN:
        shown = sorted(sorted(shown, key=lambda d: -abs(part.deviation[d] - part.weights[d]))[:_SHOWN])
    title = "best deviation" if part.low == part.high else "a better one"
    moves = part.deviation != part.weights
    rows = [("group", "plays", title if moves else "")]
    rows += [(part.groups[d], _weight(part.weights[d]), _weight(part.deviation[d]) if moves else "") for d in shown]
    lines += _columns(rows)
    if len(part.groups) > len(shown):
        what = "that it moves most" if moves else "first"
        lines.append(f"    … the {len(shown)} of {len(part.groups)} groups {what}")
    return "\n".join(lines)


def _gap(part: PlayedRegret) -> str:
    if not isinstance(part, AnchoredRegret):
        return _exactly(part.gap)
    if min(part.weights) == 0:
        return "infinite: a group is left at 0, where the anchor's marginal utility has no bound"
    return f"at most {bound(part.gap, upper=True)}"


def _agents(part: PlayedRegret) -> str:
    names = [
        str(stretch.start) if stretch.stop == stretch.start + 1 else f"{stretch.start}–{stretch.stop - 1}"
        for stretch in part.agents[:_STRETCHES]
    ]
    more = "" if len(part.agents) <= _STRETCHES else f", … ({part.count} of them)"
    return f"agent{'' if part.count == 1 else 's'} {', '.join(names)}{more}"


def _columns(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return [
        "    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _advice(found: ProfileRegret) -> str:
    if not found.concave:
        return "H is not ⪰ 0 on T, so the gap bounds no regret and no certificate states one (T14)."
    if not found.game.is_quadratic and any(min(part.weights) == 0 for part in found.parts):
        return "No certificate states a bound where a group is left at 0 although the game is anchored."
    what = "that it is an equilibrium" if found.is_equilibrium == "yes" else "its largest gap as the bound"
    return f"A certificate of the profile, {what}: certify_profile in nashsym.certificates.profiles."
