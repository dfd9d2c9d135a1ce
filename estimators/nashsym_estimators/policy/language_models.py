"""The language models of the groups as the members of a policy: one vocabulary, one way to end a response."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from nashsym.errors import InputError
from nashsym_estimators.models.continuing import ending_tokens
from nashsym_estimators.models.loading import GroupModels
from nashsym_estimators.policy.codec import TokenizerCodec
from nashsym_estimators.policy.members import CausalMember

__all__ = ["ends_of", "members_of", "shared_codec"]


def members_of(models: GroupModels, groups: Sequence[str]) -> dict[str, CausalMember]:
    """Return the models of some groups as members; where groups share a base, each switches its adapter on first."""
    return {group: CausalMember(partial(models.model, group)) for group in _known(models, groups)}


def ends_of(models: GroupModels, groups: Sequence[str]) -> frozenset[int]:
    """Return the tokens that end a response.

    Raises
    ------
    InputError
        Where there is none, or groups end theirs differently: then they can't be mixed token by token.
    """
    found = {group: ending_tokens(models.model(group)) for group in _known(models, groups)}
    first = next(iter(found.values()))
    for group, ends in found.items():
        if ends != first or not ends:
            problem = (
                "ends a response with other tokens than the other groups do" if ends else "has no token that ends one"
            )
            raise InputError(f"the model of {group!r} {problem}", key="models", remedy="take models of one family")
    return first


def shared_codec(models: GroupModels, groups: Sequence[str]) -> TokenizerCodec:
    """Return the tokenizer that the models share.

    Raises
    ------
    InputError
        Where two of them number their tokens differently.
    """
    vocabularies = {group: models.tokenizer(group).get_vocab() for group in _known(models, groups)}
    first = next(iter(vocabularies))
    for group, vocabulary in vocabularies.items():
        if vocabulary != vocabularies[first]:
            raise InputError(
                f"the models of {first!r} and {group!r} have different tokens",
                key="models",
                remedy="mix models with one tokenizer: train them together, or as adapters on one base",
            )
    tokenizer = models.tokenizer(first)
    end = tokenizer.eos_token_id
    return TokenizerCodec(tokenizer, end if end is not None else min(ends_of(models, groups)))


def _known(models: GroupModels, groups: Sequence[str]) -> Sequence[str]:
    for group in groups:
        if group not in models.groups:
            raise InputError(f"group {group!r} has weight but no model", key="models", remedy="bring its model")
    return groups
