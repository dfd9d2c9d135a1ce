"""What Hypothesis calls when it is imported: ``st.from_type(Game)`` and ``st.builds`` then draw games."""

from __future__ import annotations

__all__ = ["register"]


def register() -> None:
    """Register the strategy of games; the strategies themselves load when one is asked for."""
    from hypothesis import strategies as st

    from nashsym.game import Game

    def drawn(_: type[Game]) -> st.SearchStrategy[Game]:
        from nashsym.testing.regimes import games

        return games()

    st.register_type_strategy(Game, drawn)
