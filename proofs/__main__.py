"""Run the derivations: ``python -m proofs`` checks all, ``python -m proofs T2 [--latex]`` prints one or several."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from proofs.framework import Proof, ProofError
from proofs.framework.printing import latex_of, summary_of, text_of

__all__ = ["FILES", "main", "proof_of"]

#: Name of the theorem to its file, in order.
FILES = {f"T{int(path.stem[1:3])}": path for path in sorted(Path(__file__).parent.glob("t[0-9][0-9]_*.py"))}


def proof_of(name: str) -> Proof:
    """Run the derivation of a theorem; a step that does not hold raises `ProofError`."""
    proof: Proof = import_module(f"proofs.{FILES[name].stem}").proof()
    return proof


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the derivations asked for; 0 where every step holds, 1 where one does not, 2 for a name that is none."""
    parser = argparse.ArgumentParser(prog="python -m proofs", description=__doc__)
    parser.add_argument("names", metavar="T2", nargs="*", help="theorems to print; all are checked where none is named")
    parser.add_argument("--latex", action="store_true", help="print LaTeX instead of text")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in FILES]
    if unknown:
        print(f"no derivation of {', '.join(unknown)}; there are {', '.join(FILES)}", file=sys.stderr)
        return 2
    write, failed = latex_of if options.latex else text_of, False
    for name in options.names or FILES:
        start = time.perf_counter()
        try:
            found = proof_of(name)
        except ProofError as error:
            print(f"FAILED {error}", file=sys.stderr)
            failed = True
            continue
        if options.names:
            print(write(found))
        else:
            print(f"{summary_of(found)} ({time.perf_counter() - start:.1f} s)", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
