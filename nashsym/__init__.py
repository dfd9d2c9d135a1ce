"""nashsym: a verified solver for the equilibria of populations of language-model agents.

Each noun is one frozen class, each verb one function and one subcommand of the same name; all load when first used.

Examples
--------
>>> from nashsym import Game, certify, solve, verify
>>> game = Game.alignment(
...     groups=["left", "center", "right"],
...     agents=8,
...     attractiveness=["0.30", "0.45", "0.25"],
...     inconsistency=[["1.0", "0.1", "0.4"], ["0.1", "0.3", "0.1"], ["0.4", "0.1", "1.1"]],
...     similarity=[["0.5", "0.3", "0.2"], ["0.3", "0.6", "0.3"], ["0.2", "0.3", "0.5"]],
...     coefficients={"consistency": "3/2", "diversity": "0.5"},
... )
>>> solution = solve(game)
>>> solution.kind, solution.unique
('interior', 'proved')
>>> bool(verify(certify(solution).to_dict()))
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nashsym.certificates.certificate import Certificate
    from nashsym.certificates.issuing import certify
    from nashsym.certificates.verify import Verdict
    from nashsym.certificates.verify_box import verify
    from nashsym.data.survey import anes96_game
    from nashsym.errors import CertificateError, InputError, NashsymError, UndecidedError
    from nashsym.game import Game
    from nashsym.gamefile import read_game, read_profile, write_game
    from nashsym.phase.sweep import sweep
    from nashsym.reports.building import report
    from nashsym.solvers.anchored_solution import AnchoredSolution, Enclosure
    from nashsym.solvers.pipeline import solve
    from nashsym.solvers.regret import ProfileRegret, regret
    from nashsym.solvers.solution import Continuum, Equilibrium, Solution
    from nashsym.steering.advising import steer
    from nashsym.symbolic.deriving import derive
    from nashsym.theorems.registry import check

_HOME = {
    "AnchoredSolution": "nashsym.solvers.anchored_solution",
    "Certificate": "nashsym.certificates.certificate",
    "CertificateError": "nashsym.errors",
    "Continuum": "nashsym.solvers.solution",
    "Enclosure": "nashsym.solvers.anchored_solution",
    "Equilibrium": "nashsym.solvers.solution",
    "Game": "nashsym.game",
    "InputError": "nashsym.errors",
    "NashsymError": "nashsym.errors",
    "ProfileRegret": "nashsym.solvers.regret",
    "Solution": "nashsym.solvers.solution",
    "UndecidedError": "nashsym.errors",
    "Verdict": "nashsym.certificates.verify",
    "anes96_game": "nashsym.data.survey",
    "certify": "nashsym.certificates.issuing",
    "check": "nashsym.theorems.registry",
    "derive": "nashsym.symbolic.deriving",
    "read_game": "nashsym.gamefile",
    "read_profile": "nashsym.gamefile",
    "regret": "nashsym.solvers.regret",
    "report": "nashsym.reports.building",
    "solve": "nashsym.solvers.pipeline",
    "steer": "nashsym.steering.advising",
    "sweep": "nashsym.phase.sweep",
    "verify": "nashsym.certificates.verify_box",
    "write_game": "nashsym.gamefile",
}

__all__ = [
    "AnchoredSolution",
    "Certificate",
    "CertificateError",
    "Continuum",
    "Enclosure",
    "Equilibrium",
    "Game",
    "InputError",
    "NashsymError",
    "ProfileRegret",
    "Solution",
    "UndecidedError",
    "Verdict",
    "__version__",
    "anes96_game",
    "certify",
    "check",
    "derive",
    "read_game",
    "read_profile",
    "regret",
    "report",
    "solve",
    "steer",
    "sweep",
    "verify",
    "write_game",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("nashsym")
    if name not in _HOME:
        raise AttributeError(f"module 'nashsym' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
