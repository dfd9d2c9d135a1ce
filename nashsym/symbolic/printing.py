"""A derivation as text and as LaTeX, in the order in which one thing follows from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from nashsym.symbolic.derivation import Condition, Derivation

if TYPE_CHECKING:
    import sympy

__all__ = ["derivation_latex", "derivation_text"]

#: Up to this D the closed form is written out in the game's own symbols too.
MAX_GROUPS_EXPANDED = 3
Step = tuple[str, list[str]]


def derivation_text(derivation: Derivation) -> str:
    """Return the derivation as plain text, a section per step."""
    import sympy

    blocks = [
        title + "\n" + "\n".join(f"    {line}" for line in lines)
        for title, lines in _steps(derivation, sympy.sstr, "{left} = {right}", "{left} {sign} {right}")
    ]
    return "\n\n".join(blocks) + "\n"


def derivation_latex(derivation: Derivation) -> str:
    """Return the derivation as LaTeX: a paragraph and an aligned display per step."""
    import sympy

    signs = {">": ">", ">=": r"\ge"}
    blocks = []
    for title, lines in _steps(derivation, sympy.latex, "{left} &= {right}", "{left} &{sign} {right}", signs):
        body = " \\\\\n".join(lines)
        blocks.append(f"\\paragraph{{{title}.}}\n\\begin{{align*}}\n{body}\n\\end{{align*}}")
    return "\n\n".join(blocks) + "\n"


def _steps(
    derivation: Derivation,
    show: Callable[[Any], str],
    equality: str,
    inequality: str,
    signs: dict[str, str] | None = None,
) -> Iterator[Step]:
    form = derivation.first_order

    def equal(left: str, right: Any) -> str:
        return equality.format(left=left, right=show(right))

    told = set[Any]()

    def stand(substitution: Any) -> list[str]:
        new = [name for name in substitution if name not in told]
        told.update(new)
        return [equal(show(name), substitution[name]) for name in new]

    def condition(found: Condition) -> list[str]:
        return [relation(part) for part in found.inequalities] + stand(found.substitution)

    def relation(part: sympy.Rel) -> str:
        sign = (signs or {}).get(part.rel_op, part.rel_op)
        return inequality.format(left=show(part.lhs), sign=sign, right=show(part.rhs))

    yield "Utility of an agent that plays x where the others play m on average", [equal("u", form.utility.expression)]
    yield (
        "First-order conditions where all play w",
        [equal(show(part.lhs), part.rhs) for part in form.conditions],
    )
    if not derivation.is_quadratic:
        return
    solved = derivation.closed_form
    names = [show(symbol) for symbol in form.weights]
    yield (
        "Closed form" + (", in the entries of b and M" if solved.substitution else ""),
        [equal(name, weight) for name, weight in zip(names, solved.weights, strict=True)]
        + [equal(show(form.level), solved.level)]
        + stand(solved.substitution),
    )
    if solved.substitution and len(names) <= MAX_GROUPS_EXPANDED:
        yield "The same, expanded", [equal(name, w) for name, w in zip(names, solved.expanded(), strict=True)]
    yield "Every group is served where", [relation(part) for part in derivation.existence]
    for title, found in (
        ("Utility is concave (T1) where every principal minor is", derivation.concavity),
        ("At most one homogeneous equilibrium exists (T3) where every leading minor is", derivation.uniqueness),
        ("Every equilibrium is homogeneous (T3) where every leading minor is", derivation.unity),
    ):
        if found.inequalities:
            yield title, condition(found)
    for name, slopes in derivation.statics.items():
        coefficient = show(form.utility.coefficients[name])
        yield (
            f"Comparative statics in {name} (T7)",
            [equal(f"d {w}/d {coefficient}", slope) for w, slope in zip(names, slopes, strict=True)],
        )
