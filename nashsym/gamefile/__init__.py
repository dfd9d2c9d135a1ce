"""The game file: TOML or JSON to a Game and back, exactly; the only place that parses what a user wrote."""

from nashsym.gamefile.profile import read_profile
from nashsym.gamefile.reading import parse_game, read_game
from nashsym.gamefile.shipped import schema, template
from nashsym.gamefile.writing import game_text, write_game

__all__ = ["game_text", "parse_game", "read_game", "read_profile", "schema", "template", "write_game"]
