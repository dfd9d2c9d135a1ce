"""Laws about certificates: what is issued is accepted, and what is altered into something false is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from nashsym.certificates.certificate import digest
from nashsym.certificates.issuing import certify
from nashsym.certificates.verify import verify
from nashsym.errors import UndecidedError
from nashsym.exact.rational import number_text, vector
from nashsym.testing.law import Broken, NotApplicable, Subject, law
from nashsym.theorems.regret import gap

__all__ = ["certificate_accepted", "certificate_altered", "sealed"]


def _issued(subject: Subject) -> dict[str, Any]:
    if subject.game.kind == "terms":
        raise NotApplicable("a certificate states no terms of your own")
    # an anchored game has no canonical form, but an answer and a certificate
    solution = subject.answer(subject.game)
    try:
        return certify(solution).to_dict()
    except UndecidedError as error:
        raise NotApplicable(f"nothing is certified: {error}") from None


def sealed(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a certificate with the digest of its content, as a forger would compute it."""
    body = {key: value for key, value in tree.items() if key not in ("digest", "made_by")}
    return tree | {"digest": digest(body)}


@law("certificate_accepted", "the certificate, format 1", "verify accepts what certify issues, of the same game")
def certificate_accepted(subject: Subject) -> None:
    """Issue a certificate and check it with the checker that knows nothing of nashsym."""
    tree = _issued(subject)
    verdict = verify(tree)
    if not verdict.accepted:
        raise Broken(f"the certificate that was issued is refused: {verdict.failed}")
    if tree["game"]["groups"] != list(subject.game.groups):
        raise Broken("the certificate is about other groups")


@law(
    "certificate_altered",
    "the certificate, format 1",
    "verify refuses a certificate that was altered into something false",
)
def certificate_altered(subject: Subject) -> None:
    """Alter a certificate in several ways, each a lie for certain, sealed anew; and once without sealing."""
    tree = _issued(subject)
    for what, lie in _lies(subject, tree):
        if verify(sealed(lie)).accepted:
            raise Broken(f"verify accepts {what}")
    raw = _copied(tree)
    raw["game"]["agents"] += 1
    if verify(raw).accepted:
        raise Broken("verify accepts one more agent under the old digest")


def _copied(tree: dict[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(tree))
    return copied


def _lies(subject: Subject, tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield false certificates: each differs from a true one in one place."""
    for index, claim in enumerate(tree["claims"]):
        lie = _copied(tree)
        altered = lie["claims"][index]
        if claim["type"] == "equilibrium":
            weights = _moved(subject, claim["weights"])
            if weights is not None:
                altered["weights"] = weights
                lie["equilibrium"] = None
                yield f"an equilibrium with the weights {', '.join(weights)}", lie
            lie = _copied(tree)
            lie["claims"][index]["weights"][0] = number_text(Fraction(claim["weights"][0]) + 1)
            yield "weights that do not sum to 1", lie
        elif claim["type"] in ("included", "excluded"):
            altered["type"] = "excluded" if claim["type"] == "included" else "included"
            altered["scope"], altered["witness"] = "this", {}
            yield f"that {claim['group']!r} is {altered['type']}", lie
        elif claim["type"] == "concave":
            lie["claims"] = lie["claims"][:index] + lie["claims"][index + 1 :]
            yield "an equilibrium without a proof of concavity", lie
        elif "direction" in claim["witness"]:
            altered["witness"]["direction"] = [0] * len(tree["game"]["groups"])
            yield "that the direction 0 refutes concavity", lie


def _moved(subject: Subject, weights: list[str]) -> list[str] | None:
    """Return other weights in Δ that are no equilibrium, or None where half of the way to each vertex is one too."""
    here = [Fraction(weight) for weight in weights]
    for e in range(len(here)):
        there = [(weight + int(d == e)) / 2 for d, weight in enumerate(here)]
        if gap(subject.form, vector(there)) != 0:
            return [number_text(weight) for weight in there]
    return None
