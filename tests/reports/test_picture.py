"""The picture of the README is what `scripts/picture.py` draws."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_picture_is_current() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "picture.py"))
    assert script["TARGET"] == ROOT / "docs" / "images" / "anes96-weights.svg"
    assert script["TARGET"].read_text(encoding="utf-8") == script["picture"]()
