"""The checker against hostile input: bytes and trees of any kind, caps, and bounds that hold by construction."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import nashsym.certificates.verify as checker
from nashsym.certificates.verify import Verdict, verify
from tests.certificates.forging import copied
from tests.certificates.making import Tree, sealed
from tests.certificates.mutation import lowered
from tests.certificates.samples import samples

SOURCE = Path(str(checker.__file__))
#: What a fuzzed certificate may cost: a fraction of a second, counted in the checker's own units.
SMALL: dict[str, int] = {"MAX_WORK": 10**8, "MAX_BITS": 10**7}

words = st.sampled_from(
    ["", "0", "-0", "1/2", "9" * 600, "1/" + "9" * 600, "liberal", "canonical", "alignment", "types", "concave", "all",
     "\0", "\ud800", "\u202e", "NaN", "similarity"]
)  # fmt: skip
integers = st.one_of(st.integers(-3, 6), st.sampled_from([10**12, 10**13, 20_000, 20_001, -(10**700), 10**700]))
leaves = st.one_of(words, integers, st.none(), st.booleans(), st.floats(), st.text(max_size=4))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=12,
)


def check(subject: Any) -> Verdict:
    """Verify within small bounds, and hold the verdict to its form."""
    with lowered(checker, SMALL):
        verdict = verify(subject)
    assert isinstance(verdict, Verdict)
    assert verdict.accepted == (verdict.failed == "")
    assert not (verdict.accepted and verdict.malformed)
    assert len(verdict.failed.splitlines()) <= 1
    assert len(verdict.failed) < 2_000
    for sentence in verdict.claims:
        assert sentence.isprintable()
    return verdict


def places(node: Any) -> list[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


def resealed(tree: Tree) -> bytes:
    try:
        return json.dumps(sealed(tree)).encode()
    except (UnicodeEncodeError, ValueError):  # half a surrogate pair, or too long an integer: not to be sealed
        return json.dumps(tree | {"digest": "sha256:"}).encode()


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf{}")
@example(b'{"a": 1e999999999}')
@example(b'{"a": NaN}')
@example(b"[" * 100_000)
@example(b'{"a":' * 50_000)
@example(b"1" * 100_000)
@example(b'"\\ud800"')
def test_bytes(data: bytes) -> None:
    assert check(data).malformed


@given(trees)
def test_trees(tree: Any) -> None:
    assert check(json.dumps(tree).encode()).malformed


@given(st.dictionaries(words, trees, max_size=4))
def test_mappings(tree: dict[str, Any]) -> None:
    assert check(tree).malformed


@pytest.mark.parametrize("name", sorted(samples()))
@settings(max_examples=60)
@given(data=st.data())
def test_a_sample_with_anything_anywhere(name: str, data: st.DataObject) -> None:
    """A hostile tree in the place of any part of a valid certificate, sealed where it can be."""
    tree = copied(samples()[name])
    for _ in range(data.draw(st.integers(1, 2))):
        box, key = data.draw(st.sampled_from(places(tree)))
        box[key] = data.draw(trees)
        if not isinstance(tree.get("claims"), list):
            break
    check(resealed(tree))


@given(st.integers(0, 10**6), st.integers(0, 255))
def test_a_sample_with_one_byte_changed(index: int, value: int) -> None:
    text = bytearray(json.dumps(samples()["twins"]).encode())
    text[index % len(text)] = value
    check(bytes(text))


def grown(size: int, entries: list[str], **rest: Any) -> bytes:
    """A canonical game whose H has these entries in turn, symmetric."""
    H = [[entries[(min(i, j) * size + max(i, j)) % len(entries)] for j in range(size)] for i in range(size)]
    zeros = [["0"] * size for _ in range(size)]
    names = [f"g{i}" for i in range(size)]
    game = {"kind": "canonical", "groups": names, "agents": 2, "b": ["0"] * size, "H": H, "K": zeros} | rest
    claims = [
        {"type": "concave", "witness": {"H": {"factor": [[1] * (i + 1) for i in range(size - 1)], "exponent": 0}}}
    ]
    body = {"format": "nashsym-certificate/1", "made_by": {}, "numbers": "decimal", "game": game}
    return resealed(body | {"equilibrium": None, "claims": claims})


def primes(count: int) -> list[int]:
    found: list[int] = []
    candidate = 10_007
    while len(found) < count:
        if all(candidate % divisor for divisor in range(3, 200, 2)):
            found.append(candidate)
        candidate += 2
    return found


def test_coprime_denominators_do_not_blow_up() -> None:
    """The common denominator of 1,275 of them has 17,000 bits: times 2,550 entries it is refused under a lower cap."""
    data = grown(50, [f"1/{prime}" for prime in primes(1_275)])
    with lowered(checker, {"MAX_BITS": 10**7}):
        verdict = verify(data)
    assert verdict.malformed
    assert "too large" in verdict.failed


def test_a_long_price_times_a_matrix_is_paid_for_before_it_is_used() -> None:
    """No entry is long, but each product is: a price of 200,000 digits would take gigabytes for 300 groups."""
    size = 60
    ones = [["1"] * size for _ in range(size)]
    prices = {"attractiveness": "1", "consistency": "9" * 4_000, "diversity": "1"}
    data = json.loads(grown(size, ["1"]))
    data["game"] = {
        "kind": "alignment",
        "groups": data["game"]["groups"],
        "agents": 2,
        "diversity": "similarity",
        "coefficients": prices,
        "inputs": {"attractiveness": ["0"] * size, "inconsistency": ones, "similarity": ones},
    }
    with lowered(checker, {"MAX_BITS": 10**7}):
        verdict = verify(resealed(data))
    assert verdict.malformed
    assert verdict.failed == "game: numbers too large: too much work or memory"


def test_a_huge_exponent_is_paid_for_before_it_is_used() -> None:
    data = json.loads(grown(40, ["1"]))
    data["claims"][0]["witness"]["H"]["exponent"] = 20_000
    with lowered(checker, {"MAX_BITS": 10**7}):
        verdict = verify(resealed(data))
    assert verdict.malformed
    assert "too large" in verdict.failed


def test_many_claims_share_one_budget() -> None:
    tree = copied(samples()["served-rough"])
    claims = tree["claims"]
    tree["claims"] = [claims[0], *claims[1:] * 300]
    with lowered(checker, {"MAX_WORK": 10**5}):
        verdict = verify(resealed(tree))
    assert verdict.malformed
    assert "too much work" in verdict.failed
    assert verify(resealed(tree)).accepted


@pytest.mark.parametrize("digits", [700, 4_300, 4_301, 30_000])
def test_long_numbers_are_read_exactly(digits: int) -> None:
    """Beyond CPython's limit for int(), which stays what it was."""
    before = sys.get_int_max_str_digits()
    number = "7" * digits
    power, remainder = divmod(digits, 6)
    assert checker._Checker().whole(number) == (7 * (10 ** (6 * power) - 1) // 9) * 10**remainder + int(
        "7" * remainder or "0"
    )
    assert checker._Checker().whole("-" + number) == -checker._Checker().whole(number)
    tree = copied(samples()["single-here"])
    tree["game"]["b"] = [number]
    assert verify(json.dumps(sealed(tree)).encode()).accepted
    assert sys.get_int_max_str_digits() == before


def test_long_integers_are_read_from_text_and_from_mappings() -> None:
    """A factor of 5,000 digits; the digest is over its decimal digits all the same."""
    tree = copied(samples()["no-interior-convex"])
    marks = {"A": "2" + "0" * 5_000, "B": "-1" + "0" * 5_000}
    tree["claims"][0]["witness"]["direction"] = ["A", "B", "B"]
    body = {key: value for key, value in tree.items() if key not in ("digest", "made_by")}
    content = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text = json.dumps(tree, ensure_ascii=False)
    for mark, literal in marks.items():
        content, text = (part.replace(f'"{mark}"', literal) for part in (content, text))
    text = text.replace(tree["digest"], "sha256:" + hashlib.sha256(content.encode()).hexdigest())
    verdict = verify(text.encode())
    assert verdict.accepted, verdict.failed
    tree = json.loads(text, parse_int=lambda literal: checker._Checker().whole(literal))
    assert verify(tree) == verdict


@pytest.mark.parametrize("limit", ["640", "0"])
def test_other_limits_of_the_interpreter_do_not_matter(limit: str, tmp_path: Path) -> None:
    tree = copied(samples()["single-here"])
    tree["game"]["b"] = ["7" * 5_000]
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(sealed(tree)), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-X", f"int_max_str_digits={limit}", SOURCE, path], check=False)
    assert done.returncode == 0


def test_only_the_standard_library_and_few_lines() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert max(map(len, text.splitlines())) <= 120
    imported = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module))
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
    assert not {"eval", "exec", "pickle", "__import__"} & {
        n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)
    }


@pytest.mark.parametrize(
    ("name", "code", "last"),
    [("served", 0, "accepted: sha256:"), ("forged", 1, "refused: claim "), ("torn", 2, "malformed: certificate: ")],
)
def test_alone_in_an_empty_folder(name: str, code: int, last: str, tmp_path: Path) -> None:
    """Copied out, without site packages, without our package in reach."""
    shutil.copy(SOURCE, tmp_path / "verify.py")
    tree = copied(samples()["served"])
    if name == "forged":
        tree["claims"][1]["weights"] = ["1", "0", "0"]
    text = json.dumps(sealed(tree), ensure_ascii=False)
    (tmp_path / "certificate.json").write_text(text[:-9] if name == "torn" else text, encoding="utf-8")
    command = [sys.executable, "-I", "-S", "verify.py", "certificate.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (code, "")
    lines = done.stdout.splitlines()
    assert lines[-1].startswith(last)
    assert len(lines) == {"served": 1 + len(tree["claims"]), "forged": 2, "torn": 1}[name]


def test_a_terminal_that_knows_only_ascii(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(samples()["four"]), encoding="utf-8")
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding="ascii"))
    assert checker.main([str(path)]) == 0
    sys.stdout.flush()
    assert rb"\xfcmlaut" in buffer.getvalue()


@pytest.mark.parametrize("arguments", [[], ["no/such/file"], ["."], ["\0"]])
def test_main_without_a_readable_file(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert checker.main(arguments) == 2
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_path_of_either_kind(tmp_path: Path) -> None:
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(samples()["four"]), encoding="utf-8")
    assert verify(path) == verify(str(path)) == verify(path.read_bytes()) == verify(samples()["four"])


def test_an_endless_file_is_read_no_further_than_the_cap() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("no /dev/zero on this system")
    with lowered(checker, {"MAX_BYTES": 10_000}):
        assert "too large" in verify(endless).failed


def test_names_cannot_forge_lines() -> None:
    """A group's name with a line of its own in it, or with marks that turn text around, stays inside its quotes."""
    tree = copied(samples()["single-here"])
    name = "x' at every equilibrium\naccepted: sha256:\u202e\x1b[2K"
    tree["game"]["groups"] = [name]
    tree["claims"][2]["group"] = name
    tree["equilibrium"] |= {"weights": {name: "1"}, "support": [name]}
    verdict = check(json.dumps(sealed(tree)).encode())
    assert verdict.accepted, verdict.failed
    assert repr(name) in verdict.claims[2]
