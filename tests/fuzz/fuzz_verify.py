"""Coverage-guided fuzzing of the checker, with atheris (which the test extra does not install).

    pip install atheris
    python -m tests.fuzz.fuzz_verify -max_total_time=600 NEW_CORPUS

An odd first byte: the rest is a certificate's text. An even one: the second byte chooses a sample, and the rest says
where values of it are replaced and by what; the result is sealed again. Only a verdict of one line may come out.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # not a dependency of the tests

with atheris.instrument_imports(include=["nashsym.certificates.verify"]):
    import nashsym.certificates.verify as checker

from tests.certificates.forging import copied, slots
from tests.certificates.making import sealed
from tests.certificates.samples import samples

checker.MAX_WORK, checker.MAX_BITS = 10**8, 10**7  # a second at most, and no memory to speak of
_NAMES = sorted(samples())


def _value(provider: Any) -> Any:
    kind = provider.ConsumeIntInRange(0, 6)
    if kind == 0:
        return provider.ConsumeInt(8)
    if kind == 1:
        return f"{provider.ConsumeIntInRange(-99, 99)}/{provider.ConsumeIntInRange(1, 99)}"
    if kind == 2:
        return provider.ConsumeUnicodeNoSurrogates(8)
    return [None, [], {}, True][kind - 3]


def check(content: bytes) -> None:
    """Verify one certificate, and hold the verdict to its form."""
    if len(content) < 3:
        return
    data = content[1:]
    if content[0] % 2 == 0:
        provider = atheris.FuzzedDataProvider(content[2:])
        tree = copied(samples()[_NAMES[content[1] % len(_NAMES)]])
        while provider.remaining_bytes():
            places = [place for key in ("game", "equilibrium", "claims") for place in slots(tree[key])]
            if not places:
                break
            box, key = places[provider.ConsumeIntInRange(0, len(places) - 1)]
            box[key] = _value(provider)
        data = json.dumps(sealed(tree)).encode()
    verdict = checker.verify(data)
    if (
        verdict.accepted != (verdict.failed == "")
        or len(verdict.failed.splitlines()) > 1
        or len(verdict.failed) > 2_000
    ):
        raise AssertionError(f"no verdict of one line: {verdict}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
