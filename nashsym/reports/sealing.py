"""What the certificate says, and what the checker says about it: taken from the file, not from the solution."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nashsym.certificates import verify as checker
from nashsym.certificates import verify_box as box_checker
from nashsym.certificates.certificate import Certificate
from nashsym.exact.rational import parse_number
from nashsym.limits import MAX_CERTIFICATE_DIGITS
from nashsym.reports.content import Niche, Sealed

__all__ = ["niches", "sealed"]


def sealed(certificate: Certificate) -> Sealed:
    """Return what a certificate claims and what our own run of the checker says about it."""
    text = certificate.text.encode()
    types = frozenset(str(claim["type"]) for claim in certificate.claims)
    boxed = "robust" in types
    verdict = box_checker.verify(text) if boxed else checker.verify(text)
    source, more = (Path(str(each.__file__)).read_bytes() for each in (checker, box_checker))
    return Sealed(
        digest=certificate.digest,
        types=types,
        claims=tuple(verdict.claims) if verdict.accepted else tuple(str(claim["type"]) for claim in certificate.claims),
        accepted=verdict.accepted,
        failed=verdict.failed,
        size=len(text),
        checker_digest=hashlib.sha256(source).hexdigest(),
        checker_lines=source.count(b"\n"),
        made_by=_made_by(certificate.tree["made_by"]),
        box_checker=(more.count(b"\n"), hashlib.sha256(more).hexdigest()) if boxed else None,
    )


def _made_by(entries: dict[str, str]) -> str:
    """Return ``nashsym 0.1.0, python 3.11.9`` from the certificate's own words."""
    name, version = entries.get("name", ""), entries.get("version", "")
    rest = [f"{key} {value}" for key, value in entries.items() if key not in ("name", "version")]
    return ", ".join(filter(None, [f"{name} {version}".strip(), *rest]))


def niches(certificate: Certificate) -> tuple[Niche, ...]:
    """Return the mixtures of the equilibrium in which agents differ, where the certificate states one."""
    claim = next((one for one in certificate.claims if one["type"] == "not-unique"), None)
    if claim is None:
        return ()
    groups = certificate.tree["game"]["groups"]
    return tuple(
        Niche(
            entry["agents"],
            tuple(
                (name, parse_number(weight, MAX_CERTIFICATE_DIGITS))
                for name, weight in zip(groups, entry["weights"], strict=True)
                if weight != "0"
            ),
        )
        for entry in claim["profile"]
    )
