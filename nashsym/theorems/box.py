"""A box of canonical games: how far b, H, M and G may be from those of one game, and what lies below all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import flint

from nashsym.errors import InputError
from nashsym.exact.definiteness import Definiteness, definiteness
from nashsym.exact.rational import matrix, number_text, vector
from nashsym.terms import CanonicalForm

__all__ = ["CanonicalBox", "lowered"]


def lowered(X: flint.fmpq_mat, E: flint.fmpq_mat) -> flint.fmpq_mat:
    """Return ``X_s − diag(E1)``, D×D, X_s the symmetric part of X: for E symmetric below every ``X + F``, ``|F| ≤ E``.

    Why: ``xᵀdiag(E1)x − |x|ᵀE|x| = ½ Σ E_de (|x_d| − |x_e|)² ≥ 0`` and ``|x|ᵀE|x| ≥ |xᵀFx|``. Source: MODEL T13 (b).
    """
    below = (X + X.transpose()) / 2
    for d in range(X.nrows()):
        below[d, d] -= sum((E[d, e] for e in range(X.nrows())), flint.fmpq(0))
    return below


@dataclass(frozen=True, eq=False)
class CanonicalBox:
    r"""Every game (b′, H′, K′, N) with ``|b′ − b| ≤ β``, ``|H′ − H| ≤ E_H``, ``|M′ − M| ≤ E_M``, ``|G′ − G| ≤ E_G``.

    M′ and G′ have radii of their own: they can be smaller than what those of H and K add up to (distance form).

    Parameters
    ----------
    form : CanonicalForm
        The game in the middle.
    b : flint.fmpq_mat, shape (D, 1)
        β.
    H, M : flint.fmpq_mat, shape (D, D), symmetric
        E_H and E_M.
    G : flint.fmpq_mat, shape (D, D), symmetric
        E_G; not looked at for N = 1.
    stated : mapping
        The radii from which these follow, as a certificate states them: of b, H and K, or of a, C and S.

    Raises
    ------
    InputError
        For radii that are negative, of the wrong shape, or not symmetric.
    """

    form: CanonicalForm
    b: flint.fmpq_mat
    H: flint.fmpq_mat
    M: flint.fmpq_mat
    G: flint.fmpq_mat
    stated: Mapping[str, Any]

    __hash__ = None  # type: ignore[assignment]  # flint matrices are mutable in principle

    def __post_init__(self) -> None:
        size = self.form.groups
        for name, radii in self.radii.items():
            shape = (size, 1 if name == "b" else size)
            if (radii.nrows(), radii.ncols()) != shape:
                raise InputError("the radii have another shape", key=name, remedy="give {}×{}".format(*shape))
            if min(radii.entries()) < 0:
                raise InputError("a radius is negative", key=name, remedy="radii are 0 or more")
            if name != "b" and radii.transpose() != radii:
                raise InputError("the radii are not symmetric", key=name, remedy="take the larger of each pair")

    @classmethod
    def about(cls, form: CanonicalForm, b: Any, H: Any, K: Any) -> CanonicalBox:
        """Make a box from radii of b, H and K; ``E_M = E_H + E_K``, ``E_G = E_H + E_K/(N−1)``, K has none for N = 1.

        Raises
        ------
        InputError
            For radii that are negative, of the wrong shape, or not symmetric.
        """
        beta, E_H, E_K = vector(b), matrix(H), matrix(K)
        stated: dict[str, Any] = {"b": [number_text(x) for x in beta.entries()]}
        stated |= {name: [[number_text(x) for x in row] for row in X.tolist()] for name, X in (("H", E_H), ("K", E_K))}
        moved = E_K if form.agents > 1 else E_K * 0
        if (moved.nrows(), moved.ncols()) != (E_H.nrows(), E_H.ncols()):
            raise InputError("the radii have another shape", key="K", remedy="give as many as of H")
        return cls(form, beta, E_H, E_H + moved, E_H + moved / max(form.agents - 1, 1), stated)

    @property
    def radii(self) -> Mapping[str, flint.fmpq_mat]:
        """The radii by name."""
        return {"b": self.b, "H": self.H, "M": self.M, "G": self.G}

    @property
    def is_concave(self) -> bool:
        """Whether H′ ⪰ 0 on T is proved of every game of the box: H₋ ⪰ 0, or G₋ ≻ 0 and M₋ ≻ 0 on T.

        The second because ``N H = (N−1) G + M``.
        """
        return self.concavity.is_positive_semidefinite or (self.is_united and self.stability.is_positive_definite)

    @property
    def is_united(self) -> bool:
        """Whether every equilibrium of every game of the box is proved to be homogeneous: G₋ ≻ 0 on T, or N = 1."""
        return self.unity is None or self.unity.is_positive_definite

    @property
    def is_point(self) -> bool:
        """Whether every radius that matters is 0."""
        looked_at = [self.b, self.H, self.M, *([] if self.form.G is None else [self.G])]
        return not any(value for radii in looked_at for value in radii.entries())

    @cached_property
    def concavity(self) -> Definiteness:
        """Sign of H₋ on T: where ⪰ 0, H′ ⪰ 0 on T in every game of the box."""
        return definiteness(lowered(self.form.H, self.H))

    @cached_property
    def stability(self) -> Definiteness:
        """Sign of M₋ on T: where ≻ 0, every game of the box has at most one homogeneous equilibrium (MODEL T3)."""
        return definiteness(lowered(self.form.M, self.M))

    @cached_property
    def unity(self) -> Definiteness | None:
        """Sign of G₋ on T: where ≻ 0, every equilibrium of every game of the box is homogeneous; None for N = 1."""
        return None if self.form.G is None else definiteness(lowered(self.form.G, self.G))
