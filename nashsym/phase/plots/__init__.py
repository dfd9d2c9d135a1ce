"""Pictures of a sweep: heatmaps with their exact curves, kinds of equilibrium, weights along one coefficient.

matplotlib loads when something is drawn.
"""

from nashsym.phase.plots.heatmaps import heatmap, kind_map, small_multiples
from nashsym.phase.plots.lines import line_plot
from nashsym.phase.plots.path import path_plot

__all__ = ["heatmap", "kind_map", "line_plot", "path_plot", "small_multiples"]
