"""Sentences and certificates that once said more than was proved, or more than the checker reads."""

from __future__ import annotations

from pathlib import Path

from nashsym import Game, certify, report, solve, verify


def test_a_bounded_search_says_nothing_of_what_it_did_not_find(tmp_path: Path) -> None:
    """Everybody on one group is an equilibrium for each of the 40 groups; 20 starts find 20 of them."""
    size = 40
    zero = [[0] * size for _ in range(size)]
    coordination = [[-int(d == e) for e in range(size)] for d in range(size)]
    solution = solve(Game.from_canonical([0] * size, zero, coordination, 3))
    assert not solution.complete
    paths = report(solution, tmp_path)
    page = next(path for path in paths if path.suffix == ".md").read_text(encoding="utf-8")
    assert "get no weight in the equilibria found." in page
    assert "get no weight." not in page


def test_the_search_does_not_deny_that_a_skew_matrix_is_semidefinite() -> None:
    size = 13
    skew = [[(d > e) - (d < e) for e in range(size)] for d in range(size)]
    zero = [[0] * size for _ in range(size)]
    solution = solve(Game.from_canonical([0] * size, zero, skew, 3))
    assert solution.form.stability.is_positive_semidefinite
    assert "M is not ⪰ 0" not in solution.search


def test_a_large_continuum_has_a_certificate_that_the_checker_reads() -> None:
    """Every group brought a witness of M of its own, 13 million integers in all: refused as too large."""
    size = 300
    twins = [[int(d == e or min(d, e) >= size - 2) for e in range(size)] for d in range(size)]
    verdict = verify(certify(Game.from_canonical([0] * size, twins, agents=3)).to_dict())
    assert verdict, verdict.failed
