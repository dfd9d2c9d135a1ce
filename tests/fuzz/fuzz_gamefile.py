"""Coverage-guided fuzzing of the game file's reader, with atheris (which the test extra does not install).

    pip install atheris
    python -m tests.fuzz.fuzz_gamefile -max_total_time=600 NEW_CORPUS tests/fuzz/corpus/gamefile

The first byte chooses the format, the rest is the file. Only a Game or an InputError of one line may come out.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # not a dependency of the tests

with atheris.instrument_imports(include=["nashsym.gamefile", "nashsym.game", "nashsym.terms", "json", "tomllib"]):
    from nashsym.errors import InputError
    from nashsym.game import Game
    from nashsym.gamefile import game_text, parse_game
    from nashsym.gamefile.parsing import Format

_FORMATS: tuple[Format | None, ...] = ("toml", "json", None)


def read(content: bytes) -> None:
    """Read one file; what it says is written and read again."""
    if not content:
        return
    try:
        game = parse_game(content[1:], format=_FORMATS[content[0] % 3], file="file")
    except InputError as error:
        message = str(error)
        if len(message.splitlines()) != 1 or not error.remedy or len(message) > 600:
            raise AssertionError(f"a refusal that is not one short line with a remedy: {message!r}") from error
        return
    if not (isinstance(game, Game) and parse_game(game_text(game, "toml"), format="toml") == game):
        raise AssertionError("the game did not read back")


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
