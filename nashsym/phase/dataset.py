"""A sweep as an `xarray.Dataset`: labelled axes, plain types that netCDF and zarr keep, provenance as text."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from nashsym.phase.grid import Grid
from nashsym.phase.kinds import Kind
from nashsym.phase.statistics import statistics

if TYPE_CHECKING:
    import xarray

__all__ = ["dataset_of"]

_SYMBOLS = {"attractiveness": "λ_A", "consistency": "λ_C", "diversity": "λ_D"}


def dataset_of(grid: Grid) -> xarray.Dataset:
    """Return a grid as a dataset.

    Returns
    -------
    xarray.Dataset
        Dimensions consistency, diversity, attractiveness and group; variables

        - weight (float64): of the homogeneous equilibrium, NaN where there is not one;
        - served, below_floor (int8): whether w_d > 0 and w_d < τ, decided, −1 where there is no weight;
        - kind (int8): see the attributes `flag_values` and `flag_meanings`;
        - unique (int8): whether no other equilibrium exists, 0 no, 1 yes, 2 undecided (MODEL T3, T6);
        - exact (int8): 1 where rationals decided what floats could not;
        - definition, statistics (text): the game and `nashsym.phase.statistics.Statistics`, as JSON with exact numbers.

        Attributes: the floor and the versions, as text.
    """
    import xarray

    dimensions = tuple(grid.axes)
    known = ~np.isnan(grid.weights)
    variables: dict[str, Any] = {
        "weight": ((*dimensions, "group"), grid.weights, {"long_name": "weight at the homogeneous equilibrium"}),
        "served": ((*dimensions, "group"), np.where(known, grid.served, -1).astype(np.int8)),
        "below_floor": ((*dimensions, "group"), np.where(known, grid.below, -1).astype(np.int8)),
        "kind": (
            dimensions,
            grid.kind.astype(np.int8),
            {
                "flag_values": [int(kind) for kind in Kind],
                "flag_meanings": " ".join(kind.name.lower() for kind in Kind),
            },
        ),
        "unique": (dimensions, grid.unique.astype(np.int8), {"flag_meanings": "no yes undecided"}),
        "exact": (dimensions, grid.exact.astype(np.int8)),
        "definition": ((), json.dumps(grid.game.to_dict(), ensure_ascii=False), {"long_name": "the game, exactly"}),
        "statistics": ((), json.dumps(statistics(grid).to_dict(), ensure_ascii=False)),
    }
    coordinates: dict[str, Any] = {
        name: ((name,), axis.floats, {"long_name": _SYMBOLS[name]}) for name, axis in grid.axes.items()
    }
    coordinates["group"] = list(grid.game.groups)
    attributes = {
        "floor": str(grid.game.threshold),
        "made_by": f"nashsym {version('nashsym')}, numpy {np.__version__}",
    }
    return xarray.Dataset(variables, coordinates, attributes)
