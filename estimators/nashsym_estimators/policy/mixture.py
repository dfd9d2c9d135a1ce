"""`MixturePolicy`: an agent that plays its equilibrium weights over the models of the groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from nashsym.errors import InputError
from nashsym_estimators.policy.codec import Codec
from nashsym_estimators.policy.ensemble import Ensemble, log_sum, mixed
from nashsym_estimators.policy.members import draw_token, member_of
from nashsym_estimators.policy.weights import draw, exact_weights

__all__ = ["Drawn", "MixturePolicy"]

Per = Literal["sequence", "token"]
Text = str | Sequence[int]
_LONGEST: Final = 128


@dataclass(frozen=True)
class Drawn:
    """One response.

    Parameters
    ----------
    tokens : tuple of int
        With the token that ends it, unless it was cut off.
    group : str or None
        Whose model spoke; None where each token was drawn from the mixture.
    """

    tokens: tuple[int, ...]
    group: str | None


class MixturePolicy:
    r"""The policy π(y|x) = Σ_d w_d p_d(y|x) of an agent that plays the weights w over the groups' models.

    This is a mixture of **output distributions**: of whole responses, as the game has it (MODEL, section 1). Two others
    go by the same word and are not meant: the mixture of logits, ∝ Π_d p_d(·)^{w_d} (geometric, as in Nash-MD), and the
    mixture of parameters, one model with Σ_d w_d θ_d (as PEFT's `add_weighted_adapter` makes).

    Parameters
    ----------
    models : mapping of str to callable or Member
        By group: a function from the tokens so far to log p(next token), natural, shape (V,), over a vocabulary that
        all groups share; or a `Member`.
    weights : mapping of str to number
        w, by group: exact numbers that sum to exactly 1, or floats. A group that is not listed has none.
    end : int or collection of int
        The tokens that end a response.
    codec : Codec, optional
        Between text and tokens, for prompts and responses that are text.

    Raises
    ------
    InputError
        For weights that are none, or a group with weight but no model.

    Notes
    -----
    A model of weight 0 is never asked. A response is a sequence of tokens up to and with one that ends it, or of
    `longest` tokens.

    Examples
    --------
    >>> from fractions import Fraction
    >>> import numpy as np
    >>> from nashsym_estimators import MixturePolicy
    >>> polite, rude = (lambda _, p=p: np.log(p) for p in ([0.1, 0.8, 0.1], [0.1, 0.1, 0.8]))
    >>> weights = {"polite": Fraction(3, 4), "rude": Fraction(1, 4)}
    >>> policy = MixturePolicy({"polite": polite, "rude": rude}, weights, end=0)
    >>> round(float(np.exp(policy.log_probability([], [1, 0]))), 6)
    0.0625
    >>> {group: round(share, 3) for group, share in policy.posterior([], [1]).items()}
    {'polite': 0.96, 'rude': 0.04}
    """

    def __init__(
        self,
        models: Mapping[str, Any],
        weights: Mapping[str, Any],
        *,
        end: int | Collection[int],
        codec: Codec | None = None,
    ) -> None:
        self.weights: dict[str, Fraction] = exact_weights(weights)
        for group, weight in self.weights.items():
            if weight and group not in models:
                raise InputError(f"group {group!r} has weight but no model", key="models", remedy="bring its model")
        self.groups = tuple(group for group, weight in self.weights.items() if weight)
        self.ends = frozenset({end} if isinstance(end, int) else end)
        self._shares = [self.weights[group] for group in self.groups]
        self._ensemble = Ensemble({group: member_of(models[group]) for group in self.groups}, self._shares)
        self._codec = codec

    def __repr__(self) -> str:
        shares = ", ".join(f"{group}: {float(weight):.4g}" for group, weight in self.weights.items())
        return f"MixturePolicy({shares})"

    @classmethod
    def from_solution(cls, solution: Any, models: Any, **options: Any) -> MixturePolicy:
        """Return the policy of an agent that plays an equilibrium.

        Parameters
        ----------
        solution : nashsym.Solution or nashsym.Equilibrium
            With one equilibrium, or one that a rule selected.
        models : GroupModels or mapping
            As for `from_models`, or as for the constructor, with its other arguments.

        Raises
        ------
        InputError
            Where there is no equilibrium, or several and none selected.
        """
        from nashsym_estimators.policy.equilibria import equilibrium_weights

        weights = equilibrium_weights(solution)
        return cls(models, weights, **options) if isinstance(models, Mapping) else cls.from_models(models, weights)

    @classmethod
    def from_models(cls, models: Any, weights: Mapping[str, Any]) -> MixturePolicy:
        """Return the policy over language models, which must share one vocabulary.

        Parameters
        ----------
        models : GroupModels
            From `load_group_models`.
        weights : mapping of str to number

        Raises
        ------
        InputError
            Where two models number their tokens differently, or nothing ends a response.
        """
        from nashsym_estimators.policy.language_models import ends_of, members_of, shared_codec

        played = [group for group, weight in exact_weights(weights).items() if weight]
        codec = shared_codec(models, played)
        return cls(members_of(models, played), weights, end=ends_of(models, played), codec=codec)

    def log_probability(self, prompt: Text, response: Text) -> float:
        """Return log π(y|x) = log Σ_d w_d p_d(y|x), by a sum in logarithms; −∞ where no group could say it.

        Parameters
        ----------
        prompt : str or sequence of int
        response : str or sequence of int
            A complete text, as its tokenizer writes it (one of perhaps several ways); or tokens, with the one that ends
            them where they are complete.
        """
        return log_sum(self._joint(prompt, response))

    def posterior(self, prompt: Text, response: Text) -> dict[str, float]:
        """Return P(d | x, y) ∝ w_d p_d(y|x), the chance that group d's model spoke, for each group with weight.

        Raises
        ------
        InputError
            For a response that no group could give.
        """
        joint = self._joint(prompt, response)
        if not np.isfinite(joint).any():
            raise InputError("no group's model could say it", key="response")
        shares = np.exp(joint - log_sum(joint))
        return dict(zip(self.groups, (float(share) for share in shares / shares.sum()), strict=True))

    def next_token(self, prompt: Text, begun: Sequence[int] = ()) -> NDArray[np.float64]:
        """Return log π(next token | x, y_<t) = log Σ_d P(d | x, y_<t) p_d(· | x, y_<t), shape (V,).

        With the weights w in place of the posterior ones it would be another policy, one that changes its mind about
        whom it speaks for with every token.
        """
        tokens = self._prompt(prompt)
        log_shares = self._joint(tokens, begun)
        return mixed(log_shares, self._ensemble.next_token(log_shares, [*tokens, *begun]))

    def sample(
        self,
        prompt: Text,
        count: int = 1,
        *,
        per: Per = "sequence",
        longest: int = _LONGEST,
        seed: int | np.random.Generator = 0,
    ) -> list[Drawn]:
        """Draw responses independently.

        Parameters
        ----------
        prompt : str or sequence of int
        count : int
        per : {"sequence", "token"}
            Draw d from w and the whole response from p_d; or each token from `next_token`. Both have the law π.
        longest : int
            Tokens of a response at most.
        seed : int or numpy Generator

        Raises
        ------
        InputError
            For another `per`, or a number below 1.
        """
        if per not in ("sequence", "token"):
            raise InputError(f"{per!r} is unknown", key="per", remedy='write "sequence" or "token"')
        if count < 0 or longest < 1:
            raise InputError(f"{count} responses of at most {longest} tokens", key="sample", remedy="write 1 or more")
        tokens = self._prompt(prompt)
        rng = np.random.default_rng(seed)
        if per == "sequence":
            return self._by_sequence(tokens, count, longest, rng)
        return [self._by_token(tokens, longest, rng) for _ in range(count)]

    def generate(self, prompt: str, count: int = 1, **options: Any) -> list[str]:
        """Return sampled responses as text; the other arguments are those of `sample`."""
        return [self.codec.decode(drawn.tokens) for drawn in self.sample(prompt, count, **options)]

    @property
    def codec(self) -> Codec:
        """What is between text and tokens.

        Raises
        ------
        InputError
            Where the policy was given none.
        """
        if self._codec is None:
            raise InputError("the policy knows tokens only, no text", key="codec", remedy="give tokens, or a codec")
        return self._codec

    def _prompt(self, prompt: Text) -> tuple[int, ...]:
        return self.codec.prompt(prompt) if isinstance(prompt, str) else tuple(prompt)

    def _parted(self, prompt: Text, response: Text) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the tokens of prompt and response; a text is complete, so that it ends."""
        if isinstance(response, str):
            if not isinstance(prompt, str):
                raise InputError("a text comes after a text", key="response", remedy="give both as tokens or as text")
            return self.codec.parted(prompt, response)
        return self._prompt(prompt), tuple(response)

    def _joint(self, prompt: Text, response: Text) -> NDArray[np.float64]:
        """Return log w_d + log p_d(y|x) of each group with weight."""
        before, after = self._parted(prompt, response)
        if not self.ends.isdisjoint(after[:-1]):  # nobody goes on after the end
            return np.full(len(self.groups), -np.inf)
        return self._ensemble.joint(before, after)

    def _by_sequence(self, prompt: tuple[int, ...], count: int, longest: int, rng: np.random.Generator) -> list[Drawn]:
        """Draw the groups first, so that each model speaks once for all of its responses."""
        groups = [self.groups[draw(self._shares, rng)] for _ in range(count)]
        spoken = {
            group: iter(self._ensemble.members[group].sample(prompt, groups.count(group), longest, self.ends, rng))
            for group in self.groups
            if group in groups
        }
        return [Drawn(next(spoken[group]), group) for group in groups]

    def _by_token(self, prompt: tuple[int, ...], longest: int, rng: np.random.Generator) -> Drawn:
        log_shares = self._ensemble.log_weights
        drawn: list[int] = []
        while len(drawn) < longest and not (drawn and drawn[-1] in self.ends):
            nexts = self._ensemble.next_token(log_shares, [*prompt, *drawn])
            drawn.append(draw_token(mixed(log_shares, nexts), rng))
            log_shares = log_shares + nexts[:, drawn[-1]]
        return Drawn(tuple(drawn), None)
