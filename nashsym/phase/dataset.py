"""A sweep as an `xarray.Dataset`: labelled axes, plain types that netCDF and zarr keep, provenance as text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nashsym.phase.grid import Grid
from nashsym.phase.layout import VARIABLES, Layout, cell_arrays
from nashsym.phase.statistics import statistics

if TYPE_CHECKING:
    import xarray

__all__ = ["dataset_of"]


def dataset_of(layout: Layout, grids: Iterable[Grid]) -> xarray.Dataset:
    """Return the grids of a sweep as one dataset.

    Parameters
    ----------
    layout : Layout
    grids : iterable of Grid
        One per case of the layout, in its order.

    Returns
    -------
    xarray.Dataset
        Dimensions game and agents, where the sweep has them, consistency, diversity, attractiveness and group;
        variables

        - weight (float64): of the homogeneous equilibrium, NaN where there is not one;
        - served, below_floor (int8): whether w_d > 0 and w_d < τ, decided, −1 where there is no weight;
        - kind (int8): see the attributes `flag_values` and `flag_meanings`;
        - unique (int8): whether no other equilibrium exists, 0 no, 1 yes, 2 undecided (MODEL T3, T6);
        - exact (int8): 1 where rationals decided what floats could not;
        - definition, statistics (text): the game and `nashsym.phase.statistics.Statistics`, as JSON with exact numbers.

        Attributes: the floor, where all games have one, and the versions, as text.
    """
    import xarray

    nodes = tuple(layout.sizes.values())
    arrays: dict[str, NDArray[Any]] = {}
    found = []
    for case, grid in zip(np.ndindex(*layout.cases), grids, strict=True):
        for name, part in cell_arrays(grid).items():
            if len(layout.played) == 1:  # not copied
                arrays[name] = part.reshape((*nodes, *part.shape[3:]))
                continue
            if name not in arrays:
                arrays[name] = np.empty((*nodes, *part.shape[3:]), part.dtype)
            arrays[name][case] = part
        found.append(json.dumps(statistics(grid).to_dict(), ensure_ascii=False))
    dimensions, cases = tuple(layout.sizes), tuple(layout.sizes)[:-3]
    variables: dict[str, Any] = {
        each.name: (
            (*dimensions, "group") if each.by_group else dimensions,
            arrays[each.name],
            dict(each.attributes),
        )
        for each in VARIABLES
    }
    variables["definition"] = (
        cases,
        np.array(layout.definitions).reshape(layout.cases),
        {"long_name": "the game, exactly"},
    )
    variables["statistics"] = (cases, np.array(found).reshape(layout.cases))
    coordinates = {name: ((name,), nodes, attributes) for name, (nodes, attributes) in layout.coordinates.items()}
    return xarray.Dataset(variables, coordinates, layout.attributes)
