"""What a policy asks of the model of a group: the chances of the next token, and of a whole response."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError

__all__ = ["CallableMember", "CausalMember", "Member", "NextToken", "draw_token", "member_of"]

#: From the tokens so far to log p(next token), natural, −∞ where it is impossible, shape (V,).
NextToken = Callable[[Sequence[int]], NDArray[np.float64]]
#: Responses that a language model draws side by side.
_AT_ONCE: Final = 32
#: By so much the chances of a function's next token may miss 1: what half precision does to logarithms.
_OFF: Final = 0.1


class Member(Protocol):
    """The model p_d of one group, over a vocabulary of V tokens that all groups share."""

    def next_token(self, tokens: Sequence[int]) -> NDArray[np.float64]:
        """Return log p(next token | tokens), shape (V,)."""

    def response(self, prompt: Sequence[int], response: Sequence[int]) -> float:
        """Return log p(response | prompt) = Σ_t log p(y_t | prompt, y_<t)."""

    def sample(
        self, prompt: Sequence[int], count: int, longest: int, ends: frozenset[int], rng: np.random.Generator
    ) -> list[tuple[int, ...]]:
        """Draw responses independently, each with the token that ends it or `longest` tokens long."""


class CallableMember:
    """A group's model from any function of the tokens so far.

    Parameters
    ----------
    function : callable
        As `NextToken`; it is called once per token.
    """

    def __init__(self, function: NextToken) -> None:
        self._function = function

    def next_token(self, tokens: Sequence[int]) -> NDArray[np.float64]:
        """Return what the function says.

        Raises
        ------
        InputError
            Where that is no vector of log-probabilities, or has no possible token.
        """
        found = np.asarray(self._function(tuple(tokens)), dtype=np.float64)
        if found.ndim != 1 or np.isnan(found).any() or not np.isfinite(found.max(initial=-np.inf)):
            raise InputError("a model's next-token log-probabilities are no vector with a finite entry", key="models")
        with np.errstate(over="ignore"):
            total = float(np.exp(found).sum())
        if not abs(total - 1) <= _OFF:
            raise InputError(
                f"the chances of a model's next token sum to {total:.4g}",
                key="models",
                remedy="return natural log-probabilities, not logits or probabilities",
            )
        return found

    def response(self, prompt: Sequence[int], response: Sequence[int]) -> float:
        """Return the sum over the response's tokens; −∞ as soon as one is impossible."""
        total = 0.0
        for place, token in enumerate(response):
            chances = self.next_token([*prompt, *response[:place]])
            if not 0 <= token < len(chances):
                raise InputError(f"{token} is none of the {len(chances)} tokens", key="response")
            total += float(chances[token])
            if total == -np.inf:
                return total
        return total

    def sample(
        self, prompt: Sequence[int], count: int, longest: int, ends: frozenset[int], rng: np.random.Generator
    ) -> list[tuple[int, ...]]:
        """Draw token by token."""
        return [self._one(prompt, longest, ends, rng) for _ in range(count)]

    def _one(
        self, prompt: Sequence[int], longest: int, ends: frozenset[int], rng: np.random.Generator
    ) -> tuple[int, ...]:
        drawn: list[int] = []
        while len(drawn) < longest and not (drawn and drawn[-1] in ends):
            drawn.append(draw_token(self.next_token([*prompt, *drawn]), rng))
        return tuple(drawn)


class CausalMember:
    """A group's model from a transformers causal language model.

    Parameters
    ----------
    model : callable
        Returns the model, with the group's adapter switched on where groups share a base.
    """

    def __init__(self, model: Callable[[], Any]) -> None:
        self._model = model
        self._read: tuple[int, ...] = ()
        self._state: Any = None

    def next_token(self, tokens: Sequence[int]) -> NDArray[np.float64]:
        """Return log softmax of the logits after the last token, in float64.

        Where the tokens go on from those of the call before, only the new ones are read.

        Raises
        ------
        InputError
            Where there is no token to go on from.
        """
        import torch

        from nashsym_estimators.models.prefix import can_share_prefix, extended, read_prefixes

        read = tuple(tokens)
        if not read:
            raise InputError(
                "there is no token to begin after", key="prompt", remedy="begin with the tokenizer's first"
            )
        model = self._model()
        with torch.inference_mode():
            if not can_share_prefix(model):
                whole: NDArray[np.float64] = self._whole(model, read)[-1]
                return whole
            state, self._state = self._state, None  # who is interrupted here remembers nothing half
            if state is None or len(self._read) >= len(read) or read[: len(self._read)] != self._read:
                state = read_prefixes(model, [read])
                last = state.log_probabilities[0]
            else:
                new = torch.tensor([read[len(self._read) :]], device=model.device)
                ones = torch.ones_like(new)
                last = extended(model, state, new, ones)[0, -1]
                state.mask = torch.cat([state.mask, ones], dim=1)
                state.lengths = state.lengths + new.shape[1]
            self._read, self._state = read, state
            return _normalised(last)

    def response(self, prompt: Sequence[int], response: Sequence[int]) -> float:
        """Return the sum over the response's tokens, from one reading of prompt and response."""
        import torch

        with torch.inference_mode():
            rows = self._whole(self._model(), (*prompt, *response[:-1]))[-len(response) :]
        return float(sum(rows[place, token] for place, token in enumerate(response)))

    def sample(
        self, prompt: Sequence[int], count: int, longest: int, ends: frozenset[int], rng: np.random.Generator
    ) -> list[tuple[int, ...]]:
        """Draw many at once, the prompt read once; a chance of less than 2⁻²³ may be drawn as none."""
        from nashsym_estimators.models.continuing import continue_batch

        model = self._model()
        found: list[tuple[int, ...]] = []
        while len(found) < count:
            rows = min(count - len(found), _AT_ONCE)
            halves = (rng.integers(1 << 23, size=(rows, longest)) + np.float32(0.5)) / np.float32(1 << 23)
            drawn = continue_batch(model, [prompt], [list(halves.astype(np.float32))])[0]
            found += [(*one, min(ends)) if len(one) < longest else tuple(one) for one in drawn]
        return found

    @staticmethod
    def _whole(model: Any, tokens: Sequence[int]) -> NDArray[np.float64]:
        """Return log p(next token) after each of the tokens, shape (T, V)."""
        import torch

        logits = model(input_ids=torch.tensor([list(tokens)], device=model.device), use_cache=False).logits[0]
        return _normalised(logits)


def _normalised(logits: Any) -> NDArray[np.float64]:
    """Return log softmax in float64, so that the chances sum to 1 up to its rounding."""
    numbers = logits.float().cpu().numpy().astype(np.float64)
    above = numbers - numbers.max(axis=-1, keepdims=True)
    found: NDArray[np.float64] = above - np.log(np.exp(above).sum(axis=-1, keepdims=True))
    return found


def draw_token(log_chances: NDArray[np.float64], rng: np.random.Generator) -> int:
    """Return a token by its chance: the first whose cumulated chance exceeds a uniform number; none without chance."""
    chances = np.exp(log_chances - log_chances.max())
    cumulated = np.cumsum(chances)
    reached = int(np.searchsorted(cumulated, rng.random() * cumulated[-1], side="right"))
    return min(reached, int(np.flatnonzero(chances)[-1]))


def member_of(model: Any) -> Member:
    """Return a function as a member; a member as it is."""
    return model if hasattr(model, "next_token") else CallableMember(model)
