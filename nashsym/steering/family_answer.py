"""What one family of changes can do: options, all values that do, or a proof that none does and the best there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR
from fractions import Fraction
from typing import Any, Literal

from nashsym.exact.intervals import Interval
from nashsym.exact.rational import number_text
from nashsym.steering.covering import Covering
from nashsym.steering.interval_sets import interval_words
from nashsym.steering.option import Option
from nashsym.steering.sentences import decimal_text
from nashsym.theorems.wording import decimal, listed

__all__ = ["Best", "FamilyAnswer", "FamilyVerdict"]

FamilyVerdict = Literal["reached", "never", "undecided"]


@dataclass(frozen=True)
class Best:
    """The most that a family does where it can't do all: the largest t for which some change brings ``w ≥ tℓ``.

    Parameters
    ----------
    values : mapping from str to Fraction
        Of the coefficients that change.
    weights : tuple of Fraction, length D
        The equilibrium there, exactly.
    share : Fraction
        t there: with one floor for all, the least weight over the floor.
    upper : Fraction
        No value of the coefficient reaches this t, which is proved; equal to `share` where that is the largest.
    floor : Fraction or None
        τ where one floor is asked for: the worst-off then has tτ.
    """

    values: Mapping[str, Fraction]
    weights: tuple[Fraction, ...]
    share: Fraction
    upper: Fraction
    floor: Fraction | None = None

    @property
    def words(self) -> str:
        """The best in a sentence."""
        if self.share == self.upper == 0:
            return "The worst-off of the groups asked for stays at 0."
        scale = 100 * (self.floor or Fraction(1))
        what = "%" if self.floor is not None else "% of what is asked"
        text = f"The best it can do for the worst-off is {decimal(scale * self.share, rounding=ROUND_FLOOR)} {what}"
        if self.upper != self.share:
            text += f" (nowhere {decimal(scale * self.upper, rounding=ROUND_CEILING)} {what})"
        if len(self.values) == 1:
            return f"{text}, at {decimal_text(next(iter(self.values.values())))}."
        return f"{text}, at {listed([f'{name} {decimal_text(value)}' for name, value in self.values.items()])}."

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers as exact strings."""
        return {
            "values": {name: number_text(value) for name, value in self.values.items()},
            "weights": [number_text(weight) for weight in self.weights],
            "share": number_text(self.share),
            "upper": number_text(self.upper),
        }


@dataclass(frozen=True)
class FamilyAnswer:
    """What one family of changes can do about what is asked.

    Parameters
    ----------
    family : str
        "attractiveness"; or a coefficient, "attractiveness coefficient", "consistency coefficient", "diversity
        coefficient"; "coefficients" for all of them together; or "coefficient" for a game that has none.
    verdict : {"reached", "never", "undecided"}
        "never" is proved.
    options : tuple of Option
    reason : str
        The proof of "never" in words, or why it is undecided.
    intervals : tuple of Interval
        For a coefficient: all the values at which a homogeneous equilibrium does what is asked; none are told where
        the game is too large to follow.
    best : Best or None
        Where none does.
    proof : Covering or None
        A proof of "never" that can be checked again without any search, `Covering.holds`; for all coefficients together
        also of `Option.least_squared`. None where there is none in this form: "never" then rests on exact roots.
    """

    family: str
    verdict: FamilyVerdict
    options: tuple[Option, ...] = ()
    reason: str = ""
    intervals: tuple[Interval, ...] = ()
    best: Best | None = None
    proof: Covering | None = None

    __hash__ = None  # type: ignore[assignment]  # options hold flint matrices

    @property
    def sentence(self) -> str:
        """The answer in a sentence, for where there is no option."""
        if self.verdict == "reached":
            values = f": it does {interval_words(self.intervals)}" if self.intervals else ""
            return f"{self.subject} can do it{values}."
        said = {"never": "cannot do it", "undecided": "is undecided"}[self.verdict]
        text = f"{self.subject} {said}: {self.reason}."
        return text if self.best is None else f"{text} {self.best.words}"

    @property
    def subject(self) -> str:
        """The family as the subject of a sentence."""
        if self.family == "attractiveness":
            return "A subsidy or tax on groups"
        if self.family == "coefficients":
            return "A change of all coefficients together"
        name = self.family.removesuffix(" coefficient")
        return "A coefficient alone" if name == "coefficient" else f"The weight on {name} alone"

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as a tree; numbers are exact strings, ends of intervals are polynomials where irrational."""
        return {
            "family": self.family,
            "verdict": self.verdict,
            "sentence": self.sentence,
            "reason": self.reason,
            "intervals": [_interval_tree(interval) for interval in self.intervals],
            "best": None if self.best is None else self.best.to_dict(),
            "proof": None if self.proof is None else self.proof.to_dict(),
            "options": [option.to_dict() for option in self.options],
        }


def _interval_tree(interval: Interval) -> dict[str, Any]:
    def end(root: Any) -> dict[str, Any] | str | None:
        if root is None:
            return None
        if root.rational is not None:
            return number_text(root.rational)
        low, high = root.enclose(Fraction(1, 10**12))
        return {
            "polynomial": [str(value) for value in root.polynomial.coeffs()],
            "root": root.place,
            "between": [number_text(low), number_text(high)],
        }

    return {
        "from": end(interval.start),
        "includes_from": interval.includes_start,
        "to": end(interval.end),
        "includes_to": interval.includes_end,
    }
