"""Pictures say what was decided: the colour of each cell, exact points on the curves, a legend for all of it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from nashsym.data.survey import anes96_game
from nashsym.errors import InputError
from nashsym.game import Game
from nashsym.phase.along import coefficient_path
from nashsym.phase.axes import axis_of, parse_axis
from nashsym.phase.cells import exact_cell
from nashsym.phase.grid import Grid, grid_of
from nashsym.phase.kinds import Kind
from nashsym.phase.plots.curves import Ray, _curves, boundaries
from nashsym.phase.plots.drawing import KIND_COLOURS
from nashsym.phase.plots.heatmaps import MAX_PANELS, heatmap, kind_map, small_multiples
from nashsym.phase.plots.path import MAX_LINES, path_plot
from nashsym.phase.plots.plane import Plane, edges, is_logarithmic, planes_of
from nashsym.phase.plots.saving import shortened
from nashsym.phase.sweep import sweep

ONES = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
UNLIKE = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
PULL = ["0.5", "0.3", "0.2"]
INTERIOR = (Kind.INTERIOR, Kind.INTERIOR_OTHERS)
HOSTILE = ["$\\frac{1}$ a_1", "_<b>&--\"'", "c%\\n保\u202e^"]


def grid(game: Game, *axes: str) -> Grid:
    parsed = [parse_axis(text) for text in axes]
    return grid_of(game, {axis.coefficient: axis for axis in parsed})


def similar(name: str = "", groups: list[str] | None = None) -> Game:
    """M ≻ 0 on T until λ_D = 2λ_C, singular there, indefinite beyond: all kinds but one."""
    return Game.alignment(groups or ["a", "b", "c"], 3, PULL, ONES, UNLIKE, name=name)


def distant() -> Game:
    """H ⪰ 0 on T until λ_D = λ_C."""
    return Game.alignment(["a", "b", "c"], 3, PULL, ONES, ONES, diversity="distance", name="distant")


def colours(figure: Figure, panel: int = 0) -> Any:
    """Return the colours of the cells of a panel, in rows as in the picture."""
    (mesh,) = (part for part in figure.axes[panel].collections if isinstance(part, QuadMesh))
    return np.asarray(mesh.get_array())


def words(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def test_cells_have_the_colours_of_what_was_decided() -> None:
    found = grid(similar(), "diversity=0:4:5", "attractiveness=0:10:6")
    plane = planes_of(found)[0]
    for group, boundary in (("a", True), ("b", True), ("c", True), ("b", False)):
        figure = heatmap(found, group, boundary=boundary)
        cells = colours(figure)
        d = plane.group(group)
        for row, column in np.ndindex(6, 5):
            exact = exact_cell(similar().with_coefficients(diversity=column, attractiveness=2 * row))
            shown = exact.weights is not None and (boundary or exact.kind in INTERIOR)
            colour = cells[row, column].tolist()
            if not shown:
                assert colour == [1, 1, 1, 1]
            elif exact.weights is not None and exact.weights[d] < Fraction(1, 100):
                assert colour == [0, 0, 0, 1]
            else:
                assert colour not in ([0, 0, 0, 1], [1, 1, 1, 1])
    # Equal weights have equal colours, and larger ones are lighter, in all panels alike.
    many = small_multiples(found)
    weights, shades = [], []
    for d in range(3):
        cells = colours(many, d)
        seen = plane.known & ~plane.below[..., d]
        weights += plane.weights[..., d][seen].tolist()
        shades += (cells[seen][:, :3] @ (0.2126, 0.7152, 0.0722)).tolist()
    order = np.argsort(weights)
    assert (np.diff(np.array(shades)[order]) >= -1e-9).all()
    assert len(set(np.round(shades, 6))) > 5


def test_cells_reach_to_the_middle_between_nodes() -> None:
    assert edges(axis_of("diversity", [0, 1, 2])).tolist() == [0, 0.5, 1.5, 2.5]
    assert edges(axis_of("diversity", [1, 2, 4])).tolist() == pytest.approx([2**-0.5, 2**0.5, 2**1.5, 2**2.5])
    assert not is_logarithmic(axis_of("diversity", [1, 2, 3]))
    assert is_logarithmic(parse_axis("diversity=0.01:100:300:log"))
    figure = heatmap(grid(similar(), "consistency=0.01:1:3:log", "diversity=0:1:4"), "a")
    axes = figure.axes[0]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "linear")
    assert "lambda_C" in axes.get_xlabel()
    assert any("lambda_D" in text.get_text() for text in figure.texts)


def game_at(plane: Plane, x: Fraction, y: Fraction) -> Game:
    return plane.game.with_coefficients(**{plane.x.coefficient: x, plane.y.coefficient: y})


PLANES = [
    ("survey, λ_D and λ_A", anes96_game(), ["diversity=0:5:6", "attractiveness=0.1:10:6:log"]),
    ("survey, λ_C and λ_A", anes96_game(), ["consistency=0.05:2:6", "attractiveness=0:3:6"]),
    ("survey, λ_C and λ_D", anes96_game(), ["consistency=0.05:2:6", "diversity=0:20:6"]),
    ("M loses its sign, λ_A", similar(), ["diversity=0:4:6", "attractiveness=0:10:6"]),
    ("M loses its sign", similar(), ["consistency=0.1:2:6", "diversity=0:5:6"]),
    ("H loses its sign, λ_A", distant(), ["diversity=0:4:6", "attractiveness=0:10:6"]),
    ("H loses its sign", distant(), ["consistency=0:2:6", "diversity=0:5:6"]),
]


@pytest.mark.parametrize(("game", "axes"), [case[1:] for case in PLANES], ids=[case[0] for case in PLANES])
def test_curves_go_through_exact_points(game: Game, axes: list[str]) -> None:
    plane = planes_of(grid(game, *axes))[0]
    found = boundaries(plane)
    seen = 0
    for d in range(game.size):
        for kind, curves in (("all", found.floors[d]), ("interior", found.interior_floors[d])):
            for curve in curves:
                for x, y in curve[:: max(1, len(curve) // 5)]:
                    cell = exact_cell(game_at(plane, x, y))
                    assert cell.weights is not None
                    assert cell.weights[d] == game.threshold
                    assert kind == "all" or min(cell.weights) > 0
                    seen += 1
    assert seen > 5
    assert found.interior
    step = Fraction(1, 10**6)
    for curve in found.interior:
        along = "attractiveness" in (plane.x.coefficient, plane.y.coefficient)
        if len(curve) == 2:
            # Beyond a ray H is not ⪰ 0 on T.
            x, y = (sum(values, Fraction(0)) / 2 for values in zip(*curve, strict=True))
            near = [(x * (1 - step), y), (x * (1 + step), y)]
            assert Kind.NOT_CONCAVE in {exact_cell(game_at(plane, *point)).kind for point in near}
            continue
        for x, y in curve[:: max(1, len(curve) // 5)]:
            # An interior equilibrium is on one side only, along λ_A or along a ray.
            near = [(x if along else x * share, y * share) for share in (1 - step, 1 + step)]
            inside = [exact_cell(game_at(plane, *point)).kind in INTERIOR for point in near]
            assert sorted(inside) == [False, True]


def test_an_interior_can_begin_above_zero() -> None:
    """w_b = (λ_A − 2)/4 for λ_C = 1: interior from 2 to 6."""
    game = Game.alignment(["a", "b"], 1, [0, 1], [[1, 2], [2, 5]], [[0, 0], [0, 0]])
    found = boundaries(planes_of(grid(game, "consistency=1:2:5", "attractiveness=0:20:5"))[0])
    assert sorted(dict(curve)[Fraction(1)] for curve in found.interior) == [2, 6]


def test_the_end_of_concavity_spans_the_interior() -> None:
    found = boundaries(planes_of(grid(distant(), "diversity=0:4:6", "attractiveness=0:10:6"))[0])
    ((low, high),) = (curve for curve in found.interior if len(curve) == 2)
    assert [low[1], high[1]] == [Fraction(0), Fraction(5)]
    assert 0 <= 1 - low[0] < Fraction(1, 10**9)


def test_curves_turn_where_two_crossings_meet() -> None:
    rays = [Ray((Fraction(1), Fraction(k)), Fraction(0), None, lambda λ, k=k: (Fraction(k), λ)) for k in range(5)]  # type: ignore[misc]
    crossed = [[], [2, 3], [1, 4], [2, 3], []]
    samples = [
        (ray, tuple((Fraction(λ), bool(place)) for place, λ in enumerate(each)))
        for ray, each in zip(rays, crossed, strict=True)
    ]
    (curve,) = _curves(samples)
    assert [(int(x), int(y)) for x, y in curve] == [(1, 3), (1, 2), (2, 1), (3, 2), (3, 3), (2, 4), (1, 3)]


def test_curves_are_whole() -> None:
    """Every two neighbouring cells on different sides of the floor have a point of the curve near them."""
    plane = planes_of(grid(anes96_game(), "diversity=0:5:40", "attractiveness=0:3:40"))[0]
    found = boundaries(plane)
    below = plane.below[..., plane.group("slightly liberal")]
    (curve,) = found.floors[plane.group("slightly liberal")]
    points = np.array([(float(x), float(y)) for x, y in curve])
    for row, column in np.argwhere(below[1:] != below[:-1]):
        x, low, high = plane.x.floats[column], plane.y.floats[row], plane.y.floats[row + 1]
        assert low <= np.interp(x, *points.T) <= high


def test_a_level_that_a_curve_turns_at_is_closed() -> None:
    """The moderate group's path rises and falls: where the two crossings meet, they are joined."""
    game = similar().with_coefficients(diversity=0).with_floor("1/3")
    curve = boundaries(planes_of(grid(game, "consistency=0.5:2:4", "attractiveness=0:30:4"))[0]).floors[1]
    assert all(len(part) > 1 for part in curve)


def test_nothing_is_drawn_in_the_interior_where_the_study_draws_nothing() -> None:
    found = grid(anes96_game(), "diversity=0:5:12", "attractiveness=0.1:10:12:log")
    figure = heatmap(found, "slightly liberal", boundary=False)
    assert not figure.axes[0].patches
    assert not [line for line in figure.axes[0].lines if line.get_gid() == "floor-curve"]
    assert words(figure) == ["no interior equilibrium", "the interior equilibrium ends (exact)"]
    assert heatmap(found, "slightly liberal").axes[0].patches


def test_legends_say_all_that_is_drawn() -> None:
    grids = [grid(game, "diversity=0:4:9", "attractiveness=0:10:9") for game in (similar("M"), distant())]
    text = " | ".join(words(small_multiples(grids)))
    for part in (
        "excluded",
        "boundary: some group",
        "several or a polytope; not concave",
        "weight at the floor 1/100",
        "ends",
    ):
        assert part in text
    drawn = {int(kind) for each in grids for kind in np.unique(each.kind)}
    assert drawn == set(range(6))
    listed = words(kind_map(grids))
    assert [line.partition(":")[0] for line in listed[:6]] == [Kind(kind).label for kind in sorted(drawn)]
    assert len(KIND_COLOURS) == len(Kind)
    # A picture with nothing but colour needs no legend.
    calm = grid(similar(), "diversity=0:0.1:3", "attractiveness=0:0.1:3")
    assert words(heatmap(calm, "a")) == []


def test_rows_are_games_and_numbers_of_agents() -> None:
    data = sweep([similar("one"), similar("two")], ["diversity=0:1:3", "attractiveness=0:1:4"], agents=[2, 3])
    figure = small_multiples(data, ["c", "a"])
    panels = figure.axes[:8]
    assert [axes.get_title() for axes in panels] == ["c", "a", "", "", "", "", "", ""]
    assert [axes.get_ylabel() for axes in panels[::2]] == [
        "one, 2 agents",
        "one, 3 agents",
        "two, 2 agents",
        "two, 3 agents",
    ]
    one = grid(similar("one"), "diversity=0:1:3", "attractiveness=0:1:4")
    again = heatmap(data.isel(game=0).sel(agents=3), "c")
    assert np.array_equal(colours(again), colours(heatmap(one, "c")))
    assert [axes.get_title() for axes in kind_map(data).axes[:2]] == ["one, 2 agents", "one, 3 agents"]


def test_games_with_floors_of_their_own() -> None:
    axes = ["diversity=0:1:3", "attractiveness=0:4:5"]
    grids = [grid(similar("low"), *axes), grid(similar("high").with_floor("1/4"), *axes)]
    figure = small_multiples(grids, ["c"])
    assert any("below each game's floor" in word for word in words(figure))
    low, high = (colours(figure, panel)[..., :3].any(axis=-1) for panel in range(2))
    assert low.sum() > high.sum() > 0
    # Weights between the two floors have colours of their own.
    assert len({tuple(colour) for colour in colours(figure)[low & ~high]}) > 2
    assert np.array_equal(~high, grids[1].below[0, :, :, 2].T)


def test_a_third_coefficient_is_held_at_a_node() -> None:
    found = grid(similar(), "consistency=0.5,1,2", "diversity=0:1:3", "attractiveness=0:1:4")
    held = planes_of(found, {"consistency": 2})[0]
    assert held.held == ("consistency", Fraction(2))
    assert np.array_equal(
        held.weights,
        planes_of(grid(similar().with_coefficients(consistency=2), "diversity=0:1:3", "attractiveness=0:1:4"))[
            0
        ].weights,
    )
    assert heatmap(found, "a", at={"diversity": "0.5"}).axes
    for at, problem in (
        (None, "left to vary"),
        ({"consistency": 3}, "no node"),
        ({"beauty": 1}, "no coefficient"),
        ({"consistency": 1, "diversity": 0}, "left to vary"),
        ({"consistency": -1}, "consistency"),
    ):
        with pytest.raises(InputError, match=problem):
            heatmap(found, "a", at=at)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_files_are_the_same_each_time_and_names_are_no_markup(ending: str, tmp_path: Path) -> None:
    game = similar("$x_2$ <&>", HOSTILE)
    found = grid(game, "diversity=0:4:5", "attractiveness=0:10:5")
    written = []
    for place in range(2):
        parts = [
            (small_multiples, (found, None)), (kind_map, (found,)), (heatmap, (found, HOSTILE[0])),
            (path_plot, (game.with_coefficients(diversity=1),)),
        ]  # fmt: skip
        paths = [tmp_path / f"{place}-{index}.{ending}" for index in range(len(parts))]
        for (draw, arguments), path in zip(parts, paths, strict=True):
            draw(*arguments, path)  # type: ignore[operator]
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]
    assert all(len(content) > 2000 for content in written[0])
    if ending == "svg":
        for content in written[0]:
            assert ElementTree.fromstring(content).tag.endswith("svg")  # noqa: S314  # what was just written
            assert b"<dc:date>" not in content
    titles = [axes.get_title() for axes in small_multiples(found).axes[:3]]
    assert titles == [shortened(name, 26) for name in HOSTILE]
    assert titles[0].startswith("$")
    assert words(path_plot(game))[1] == HOSTILE[1]
    assert "⟨U+202E⟩" in titles[2]


def test_pixels_are_black_where_a_group_is_excluded(tmp_path: Path) -> None:
    found = grid(similar(), "diversity=0,0.5", "attractiveness=9,10")
    for boundary, shade in ((True, 0), (False, 1)):
        figure = heatmap(found, "c", tmp_path / "picture.png", curves=False, boundary=boundary)
        image = imread(tmp_path / "picture.png")[..., :3]
        frame = figure.axes[0].get_position()
        row, column = int((1 - (frame.y0 + frame.y1) / 2) * len(image)), int((frame.x0 + frame.x1) / 2 * len(image[0]))
        around = image[row - 40 : row + 40, column - 40 : column + 40]
        share = (around == shade).all(axis=-1).mean()
        assert 0.5 < share < 1 if boundary else share == 1


def test_the_user_s_settings_stay_as_they_are() -> None:
    import matplotlib

    with matplotlib.rc_context({"font.size": 31.0, "text.usetex": True}):
        figure = heatmap(grid(similar(), "diversity=0:1:3", "attractiveness=0:1:3"), "a")
        assert matplotlib.rcParams["font.size"] == 31.0
        texts = [part for part in figure.findobj(Text) if isinstance(part, Text)]
        assert texts
        assert not any(text.get_usetex() for text in texts)


def test_paths_mark_every_breakpoint_at_its_place() -> None:
    figure = path_plot(anes96_game(), low=0, high=3)
    axes = figure.axes[0]
    lines = [line for line in axes.lines if line.get_gid() == "weight"]
    marks = [line for line in axes.lines if line.get_gid() == "change"]
    assert len(lines) == 5
    assert len([line for line in axes.lines if line.get_gid() == "breakpoint"]) == 3
    assert [line.get_ydata() for line in marks] == [(0.0,)] * 3
    for line, group in zip(lines, anes96_game().groups, strict=True):
        x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
        exact = exact_cell(anes96_game().with_coefficients(attractiveness=Fraction("0.5"))).weights
        assert exact is not None
        assert np.interp(0.5, x, y) == pytest.approx(float(exact[anes96_game().groups.index(group)]))
    wide = path_plot(anes96_game()).axes[0]
    assert wide.get_xscale() == "log"
    assert wide.get_xlim()[1] > 12.8
    assert words(figure)[5:] == ["floor 1/100", "a group leaves or returns (exact)", "the game's own 1"]


@pytest.mark.parametrize("name", ["consistency", "diversity"])
def test_paths_along_the_other_coefficients_bend_where_the_equilibrium_does(name: str) -> None:
    game = anes96_game()
    axes = path_plot(game, coefficient=name).axes[0]
    lines = [line for line in axes.lines if line.get_gid() == "weight"]
    breaks = [float(np.ravel(line.get_xdata())[0]) for line in axes.lines if line.get_gid() == "breakpoint"]
    assert breaks == pytest.approx([float(piece.start) for piece in coefficient_path(game, name)[1:]])
    for value in (breaks[0] / 3, (breaks[0] + breaks[1]) / 2):
        exact = exact_cell(game.with_coefficients(**{name: Fraction(value)})).weights
        assert exact is not None
        for line, weight in zip(lines, exact, strict=True):
            x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
            assert np.interp(value, x, y) == pytest.approx(float(weight), abs=1e-3)


def test_a_path_ends_where_utilities_stop_being_concave() -> None:
    """H = 2λ_C − 2λ_D on T in the distance form: concave up to λ_D = λ_C = 2."""
    axes = path_plot(distant().with_coefficients(consistency=2, diversity=1), coefficient="diversity", high=5).axes[0]
    ends = [float(np.ravel(line.get_xdata())[-1]) for line in axes.lines if line.get_gid() == "weight"]
    assert ends == pytest.approx([2] * len(ends))


def test_twelve_groups_fit() -> None:
    random = np.random.default_rng(3)
    C, S = (random.integers(-4, 5, (12, 14)) for _ in range(2))
    eye = 40 * np.eye(12, dtype=int)
    game = Game.alignment([f"g{d}" for d in range(12)], 5, random.integers(1, 60, 12), C @ C.T + eye, S @ S.T)
    figure = small_multiples(grid(game, "diversity=0:3:5", "attractiveness=0.5:50:5:log"), curves=False)
    assert len(figure.axes) == 13
    assert len([line for line in path_plot(game).axes[0].lines if line.get_gid() == "weight"]) == 12


def test_one_group_alone_and_a_grid_without_a_weight() -> None:
    lonely = Game.alignment(["a"], 2, [1], [[1]], [[1]])
    assert heatmap(grid(lonely, "diversity=0:1:3", "attractiveness=0:1:3"), "a").axes
    assert path_plot(lonely).axes
    bent = Game.alignment(["a", "b"], 2, [1, 0], [[-1, 0], [0, -1]], [[1, 0], [0, 1]])
    figure = heatmap(grid(bent, "diversity=0:1:3", "attractiveness=0:1:3"), "a")
    assert words(figure) == ["no single equilibrium: not concave"]


def test_misuse_is_refused(tmp_path: Path) -> None:
    found = grid(similar(), "diversity=0:1:3", "attractiveness=0:1:3")
    thin = grid(similar(), "diversity=0:1:3")
    other = grid(distant(), "diversity=0:2:3", "attractiveness=0:1:3")
    for call, problem in (
        (lambda: heatmap(found, "z"), "no group"),
        (lambda: heatmap(thin, "a"), "left to vary"),
        (lambda: kind_map(thin), "left to vary"),
        (lambda: heatmap(found, "a", tmp_path / "picture.gif"), "no format"),
        (lambda: heatmap(found, "a", tmp_path / "nowhere" / "picture.svg"), "can't be written"),
        (lambda: heatmap([found, found], "a"), "2 games"),
        (lambda: heatmap([], "a"), "neither a grid"),
        (lambda: heatmap(3, "a"), "neither a grid"),  # type: ignore[arg-type]
        (lambda: heatmap(sweep(similar(), ["diversity=0:1:3"]).drop_vars("kind"), "a"), "neither a grid"),
        (lambda: small_multiples([found, other]), "different groups or axes"),
        (lambda: small_multiples(found, []), "no group"),
        (lambda: small_multiples(found, ["a"] * (MAX_PANELS + 1)), "panels"),
        (lambda: path_plot(similar(), groups=["z"]), "no group"),
        (lambda: path_plot(similar(), groups=["a"] * (MAX_LINES + 1)), "groups"),
        (lambda: path_plot(similar().with_coefficients(diversity=3)), "one path"),
        (lambda: path_plot(similar(), coefficient="fun"), "no coefficient is named"),
        (lambda: path_plot(distant(), coefficient="diversity", low=50, high=60), "no path along diversity"),
        (lambda: path_plot(similar(), low=2, high=1), "empty"),
        (lambda: path_plot(similar(), tmp_path / "path"), "no format"),
    ):
        with pytest.raises(InputError, match=problem) as caught:
            call()  # type: ignore[no-untyped-call]  # a lambda of the table
        assert "\n" not in str(caught.value)
