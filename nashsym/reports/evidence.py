"""The sections that back a report up: welfare, inputs, theorems, the second derivation and the certificate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nashsym.reports.content import InputMatrix, Inputs, Sealed, SecondDerivation, Welfare
from nashsym.reports.document import (
    Block,
    Cell,
    Code,
    Column,
    Definitions,
    Fold,
    Listing,
    Paragraph,
    Row,
    Table,
    Tone,
    cell,
    named,
)
from nashsym.reports.numerals import decimal, exact
from nashsym.reports.parts import CERTIFICATE_FILE
from nashsym.reports.text import Group, sentence
from nashsym.theorems.finding import Finding

__all__ = ["certificate", "inputs", "second", "theorems", "welfare"]

_HOLDS: dict[str, tuple[str, Tone]] = {
    "yes": ("hold", "good"),
    "no": ("fail", "bad"),
    "undecided": ("undecided", "open"),
}
_VERDICT: dict[str, tuple[str, Tone]] = {
    "yes": ("yes", "good"),
    "no": ("no", "bad"),
    "undecided": ("undecided", "open"),
}
#: More claims than this are folded.
FEW_CLAIMS = 24


def welfare(found: Welfare) -> tuple[Block, ...]:
    """Return the section on Σᵢuᵢ (T17)."""
    blocks: list[Block] = [Paragraph(text) for text in found.story]
    if found.best:
        rows = tuple(
            Row((named(name), cell(decimal(mine)), cell(decimal(best)), cell(_signed(best - mine))))
            for name, mine, best in found.best
        )
        columns = (
            Column("Group"),
            Column("In equilibrium", True),
            Column("Best together", True),
            Column("Change", True),
        )
        blocks.append(Table("Weights in equilibrium and where the agents would have most together", columns, rows))
    exact_rows = [
        ("Utility of each agent", exact(found.per_agent, 400)),
        ("Sum over all agents", exact(found.total, 400)),
    ]
    if found.best_per_agent is not None:
        exact_rows.append(("Each agent at the best", exact(found.best_per_agent, 400)))
    folded = Table(
        "Exact utilities",
        (Column("Quantity"), Column("Exact value", wide=True)),
        tuple(Row((cell(label), cell(value))) for label, value in exact_rows),
    )
    blocks.append(Fold("Exact utilities", (folded,)))
    return tuple(blocks)


def _signed(value: Fraction) -> str:
    return f"+{decimal(value)}" if value > 0 else decimal(value)


def inputs(given: Inputs) -> tuple[Block, ...]:
    """Return the section on what the game was made of."""
    blocks: list[Block] = [
        Paragraph(sentence("Each agent i chooses a mixture wᵢ of the groups and is paid")),
        Paragraph(sentence(given.utility), "formula"),
        Paragraph(
            sentence(
                "where mᵢ is the mean of the other agents' mixtures. Players, mixtures and the three incentives are "
                "the "
                "paper's (arXiv:2602.06836); the functional form is this project's."
            ),
            "note",
        ),
    ]
    if given.coefficients:
        rows = tuple(
            Row((cell(f"{name} ({symbol})" if symbol != name else name), cell(decimal(value)), cell(exact(value))))
            for name, symbol, value in given.coefficients
        )
        columns = (Column("Coefficient"), Column("Value", True), Column("Exactly", True))
        blocks.append(Table("Coefficients: what the platform pays for", columns, rows))
    table = given.table
    titles = (
        Column("Group"),
        *(Column(title[:1].upper() + title[1:] if len(title) > 1 else title, True) for title in table.columns),
    )
    lines = tuple(Row((named(name), *(cell(decimal(value)) for value in values))) for name, values in table.rows)
    blocks.append(Table("What is given for each group", titles, lines))
    blocks += [_matrix(matrix, given.groups) for matrix in given.matrices]
    if given.hidden:
        blocks.append(Paragraph(given.hidden, "note"))
    notes = tuple(("Repaired while reading", sentence(note)) for note in given.notes)
    blocks.append(Definitions(given.facts + notes))
    return tuple(blocks)


def _matrix(matrix: InputMatrix, groups: tuple[str, ...]) -> Table:
    largest = max((abs(value) for row in matrix.rows for value in row), default=Fraction(0)) or Fraction(1)
    rows = tuple(
        Row(
            (
                Cell(((f"{place + 1} ", Group(name)),)),
                *(
                    Cell((sentence(decimal(value, 3)),), shade=float(max(value, Fraction(0)) / largest))
                    for value in values
                ),
            )
        )
        for place, (name, values) in enumerate(zip(groups, matrix.rows, strict=True))
    )
    title = (
        matrix.name if matrix.name == matrix.symbol else f"{matrix.name[:1].upper()}{matrix.name[1:]} {matrix.symbol}"
    )
    columns = (Column("Group"), *(Column(str(place + 1), True) for place in range(len(groups))))
    return Table(f"{title}: {matrix.meaning}", columns, rows, is_matrix=True)


def theorems(findings: Sequence[Finding]) -> tuple[Block, ...]:
    """Return the section on T1 to T19."""
    if not findings:
        return (Paragraph(sentence("The theorems were not decided on this game.")),)
    counts = {verdict: sum(one.holds == verdict for one in findings) for verdict in ("yes", "no", "undecided")}
    text = (
        f"Of {len(findings)} theorems, the hypotheses of {counts['yes']} hold in full on this game; some fail for "
        f"{counts['no']} and some are undecided for {counts['undecided']}. Each was decided in rational arithmetic. "
        "“On T” "
        "means: for changes of a mixture, whose entries sum to 0."
    )
    columns = (Column("Theorem"), Column("Hypotheses"), Column("What follows here", wide=True))
    rows = []
    for one in findings:
        word, tone = _HOLDS[one.holds]
        extra = tuple(sentence(f"{name}: {value}") for name, value in one.quantities)
        rows.append(
            Row(
                (Cell(((f"{one.theorem} {one.title}",),)), cell(word, tone), Cell((sentence(one.conclusion), *extra))),
                one.theorem,
            )
        )
    return (
        Paragraph(sentence(text)),
        Table("The theorems on this game", columns, tuple(rows)),
        Fold("What each theorem states, and how each hypothesis was decided", (_hypotheses(findings),)),
    )


def _hypotheses(findings: Sequence[Finding]) -> Table:
    columns = (Column("Theorem"), Column("Hypothesis", wide=True), Column("Holds"), Column("Because", wide=True))
    rows = []
    for one in findings:
        first = Cell(((f"{one.theorem}",),))
        rows.append(Row((first, cell(one.statement), cell("–"), cell("the statement"))))
        for hypothesis in one.hypotheses:
            word, tone = _VERDICT[hypothesis.verdict]
            rows.append(Row((first, cell(hypothesis.text), cell(word, tone), cell(hypothesis.quantity))))
    return Table("Statements and hypotheses", columns, tuple(rows))


def second(found: SecondDerivation) -> tuple[Block, ...]:
    """Return the section on what CVXPY says."""
    blocks: list[Block] = [Paragraph(found.story)]
    if found.rows:
        rows = [
            Row(
                (
                    named(name),
                    cell(decimal(weight, 6)),
                    cell(_float(other)),
                    cell(decimal(lack, 6)),
                    cell(_float(multiplier)),
                )
            )
            for name, weight, other, lack, multiplier in found.rows
        ]
        columns = (
            Column("Group"),
            Column("Exact weight", True),
            Column("CVXPY", True),
            Column("Exact shortfall", True),
            Column("CVXPY's multiplier", True),
        )
        blocks.append(Table("Exact answer and CVXPY's, side by side", columns, tuple(rows)))
    if found.level is not None:
        text = f"The level ν: exactly {decimal(found.level[0], 8)}, by CVXPY {_float(found.level[1], 8)}."
        blocks.append(Paragraph(sentence(text), "note"))
    return tuple(blocks)


def _float(value: float, digits: int = 6) -> str:
    small = abs(value) < 1e-4
    return decimal(Fraction(value), 2 if small else digits)


def certificate(sealed: Sealed) -> tuple[Block, ...]:
    """Return the section on the certificate and how a stranger checks it."""
    size = f"{sealed.size / 1024:.0f} KiB" if sealed.size >= 10240 else f"{sealed.size} bytes"
    verdict = (
        f"Our own run accepted all {len(sealed.claims)} claims."
        if sealed.accepted
        else f"Our own run did not accept it: {sealed.failed}"
    )
    blocks: list[Block] = [
        Paragraph(
            sentence(
                f"{CERTIFICATE_FILE} ({size}) lies beside this report. It carries the game, the exact answer and a "
                "witness for each claim, so that nobody has to trust nashsym: the checker recomputes everything from "
                "the game in it. What this report says beyond the claims (the theorems, welfare, the changes that "
                "bring a "
                "group back) was decided in exact arithmetic too, and rests on nashsym."
            )
        ),
        Definitions((("Digest", (sealed.digest,)), ("Verdict", sentence(verdict)))),
    ]
    claims = Listing(tuple((claim,) for claim in sealed.claims), ordered=True)
    title = "What it claims" if sealed.accepted else "What it would claim"
    if len(sealed.claims) <= FEW_CLAIMS:
        blocks += [Paragraph((f"{title}:",)), claims]
    else:
        few = Listing(claims.items[: FEW_CLAIMS // 3], ordered=True)
        blocks += [Paragraph((f"{title}, first:",)), few, Fold(f"All {len(sealed.claims)} claims", (claims,))]
    blocks += [
        Paragraph(sentence(_where_the_checker_is(sealed))),
        Code(f"python {'verify.py' if sealed.box_checker is None else 'verify_box.py'} {CERTIFICATE_FILE}"),
        Paragraph(sentence(_what_ran(sealed)), "note"),
        Definitions((("Made by", (sealed.made_by,)),)),
    ]
    return tuple(blocks)


def _where_the_checker_is(sealed: Sealed) -> str:
    start = (
        f"To check it without trusting us, take verify.py out of nashsym (nashsym/certificates/verify.py: "
        f"{sealed.checker_lines} lines, nothing but Python's standard library)"
    )
    if sealed.box_checker is None:
        return f"{start}, read it, and run"
    return (
        f"{start}, and verify_box.py beside it ({sealed.box_checker[0]} lines, for what holds over a box of inputs), "
        "read them, and run"
    )


def _what_ran(sealed: Sealed) -> str:
    told = (
        "It prints a line per claim and exits with 0 if, and only if, it confirmed every one. The verify.py that ran "
        f"for this report has SHA-256 {sealed.checker_digest}"
    )
    return f"{told}." if sealed.box_checker is None else f"{told}, the verify_box.py {sealed.box_checker[1]}."
