"""A sweep too large for memory, streamed to a zarr store: time, bytes, and the most memory that the process ever had.

``python benchmarks/scale_out.py [NODES]``, 10,000,000 unless given. D = 5, one λ_C, as many λ_D as λ_A, every cell
decided, boundary included. A sample of the chunks is solved without being kept, for the ratio. Asked: 10⁸ cells within
2 GiB. What numba compiles is compiled before anything is measured.
"""

from __future__ import annotations

import math
import resource
import sys
import tempfile
import time
from pathlib import Path

from phase_diagram import game

from nashsym.phase.axes import COEFFICIENTS, Axis, parse_axis
from nashsym.phase.grid import grid_of
from nashsym.phase.layout import layout_of
from nashsym.phase.store.chunks import chunk_count, places, slices_of
from nashsym.phase.store.streaming import stream


def gibibytes(count: int) -> str:
    return f"{count / 2**30:.2f} GiB"


def peak() -> int:
    """Return the most memory that this process ever had, in bytes (Linux counts kibibytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    side = round(math.sqrt(nodes))
    part = game(5)
    texts = [f"diversity=0:5:{side}", f"attractiveness=0:10:{side}"]
    axes = {axis.coefficient: axis for axis in map(parse_axis, texts)}
    layout = layout_of([part], axes, several=False)
    grid_of(part, {name: Axis(name, axis.values[:2]) for name, axis in axes.items()})
    before = peak()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        done = stream(layout, Path(folder) / "sweep.zarr")
        spent = time.perf_counter() - start
        after = peak()
        stored = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        start = time.perf_counter()
        again = stream(layout, Path(folder) / "sweep.zarr")
        checked = time.perf_counter() - start
    assert (done.computed, again.computed) == (chunk_count(layout), 0)
    assert done.statistics == again.statistics
    sample = [slices_of(layout, place) for place in list(places(layout))[:: max(done.chunks // 8, 1)]]
    parts = [
        {name: Axis(name, layout.axes[name].values[cut]) for name, cut in zip(COEFFICIENTS, cuts, strict=True)}
        for cuts in sample
    ]
    start = time.perf_counter()
    cells = sum(grid_of(part, axes).kind.size for axes in parts)
    alone = (time.perf_counter() - start) / cells
    each = spent / layout.nodes
    print(f"D = 5, λ_C × λ_D × λ_A = 1 × {side} × {side}: {layout.nodes} cells, {done.chunks} chunks")
    print(f"streamed in {spent:.1f} s, {each * 1e6:.3f} µs a cell: {each / alone:.1f} × solving alone")
    whole = layout.bytes_of(layout.nodes)
    print(f"{gibibytes(whole)} of arrays, {gibibytes(stored)} on disk; checked again in {checked:.1f} s")
    print(f"memory: {gibibytes(after)} at most, {gibibytes(before)} of it before the sweep began")
    print(f"rationals decided {done.statistics[0].exact} cells")


if __name__ == "__main__":
    main()
