"""GlobalOpinionQA: a CSV row per question, with the shares of each country in the text of a dictionary."""

from __future__ import annotations

import os
from collections.abc import Sequence

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.assembly import Assembly
from nashsym_estimators.responses.literals import literal
from nashsym_estimators.responses.reading import Reading
from nashsym_estimators.responses.records import records_of
from nashsym_estimators.responses.source import described, read_source
from nashsym_estimators.responses.table import ResponseTable

__all__ = ["read_global_opinion"]


def read_global_opinion(paths: Sequence[str | os.PathLike[str]], reading: Reading) -> ResponseTable:
    """Read columns `question`, `selections` (``defaultdict(<class 'list'>, {country: [shares]})``) and `options`.

    The countries are the groups. Nothing is evaluated: the text is read as a literal.

    Raises
    ------
    InputError
        In one line with file, line and remedy.
    """
    assembly, sources = Assembly(reading), []
    for path in paths:
        source = read_source(path)
        for place, record in records_of(source):
            try:
                _take(record, assembly)
            except InputError as error:
                key = f"{place}: {error.key}" if error.key else place
                raise InputError(error.problem, key=key, file=source.file, remedy=error.remedy) from None
        sources.append((source.file, source.digest))
    try:
        return assembly.table(described("GlobalOpinionQA", sources))
    except InputError as error:
        raise error.located(file=sources[0][0]) from None


def _take(record: dict[str, str], assembly: Assembly) -> None:
    for key in ("question", "selections", "options"):
        if key not in record:
            raise InputError(f"there is no column {shown(key)}", remedy="give question, selections and options")
    selections, options = literal(record["selections"], "selections"), literal(record["options"], "options")
    if not isinstance(selections, dict) or not selections:
        raise InputError("no dictionary of shares by country", key="selections", remedy="see GlobalOpinionQA")
    question = assembly.apart(record["question"], selections)
    for country, shares in selections.items():
        try:
            assembly.add(country, question, _texts(options), shares)
        except InputError as error:
            place = f"selections[{shown(country)}]"
            key = f"{place}.{error.key}" if error.key else place
            raise InputError(error.problem, key=key, remedy=error.remedy) from None


def _texts(options: object) -> object:
    """Return options as texts: some of the survey's are numbers."""
    if not isinstance(options, list):
        return options
    return [str(one) if isinstance(one, int | float) and not isinstance(one, bool) else one for one in options]
