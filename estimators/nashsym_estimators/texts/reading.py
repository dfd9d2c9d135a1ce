"""Tables of texts from files: JSONL and CSV of group, prompt and text, and records as TRL has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nashsym.errors import InputError
from nashsym.terms.inputs import shown
from nashsym_estimators.responses.records import records_of
from nashsym_estimators.responses.source import described, read_source
from nashsym_estimators.responses.texts import TextTable

__all__ = ["read_texts"]

Row = tuple[str, str, str]


def read_texts(
    paths: Sequence[str | Path] | str | Path,
    *,
    group: str = "group",
    prompt: str = "prompt",
    text: str = "text",
    audience: Mapping[str, float] | None = None,
) -> TextTable:
    r"""Read texts by group and prompt; groups and prompts come in the order in which they first occur.

    A file is .jsonl (one object a line), .json (an array of objects), .csv (with a header) or .parquet. A record is

    - ``{"group": …, "prompt": …, "text": …}``;
    - a prompt with its completion, ``{"group": …, "prompt": …, "completion": …}``;
    - or a conversation, ``{"group": …, "messages": [{"role": "user", "content": …}, {"role": "assistant", …}]}``, where
      each answer of the assistant is a response to all that was said before it; prompts may be such lists too.

    Records without a prompt are responses to one and the same, the empty one.

    Parameters
    ----------
    paths : path or sequence of paths
    group, prompt, text : str
        What the fields are called.
    audience : mapping of str to float, optional
        How many people each group stands for.

    Raises
    ------
    InputError
        Naming file and line.
    """
    files = [paths] if isinstance(paths, str | Path) else list(paths)
    by_group: dict[str, dict[str, list[str]]] = {}
    prompts: dict[str, None] = {}
    source = []
    for path in files:
        found = read_source(path, "text")
        source.append((found.file, found.digest))
        for place, record in records_of(found):
            try:
                rows = list(_rows(record, group, prompt, text))
            except InputError as error:
                raise error.located(file=f"{found.file}: {place}") from None
            for named, asked, answer in rows:
                if not answer.strip():
                    raise InputError("a text is empty", key=place, file=found.file, remedy="leave the record out")
                prompts[asked] = None
                by_group.setdefault(named, {}).setdefault(asked, []).append(answer)
    if not by_group:
        raise InputError("there is no text", file=", ".join(map(str, files)), remedy="bring one record per response")
    texts = tuple(tuple(tuple(found.get(asked, ())) for asked in prompts) for found in by_group.values())
    return TextTable(
        tuple(by_group),
        tuple(prompts),
        texts,
        audience=_audience(by_group, audience),
        source=described("texts", source),
    )


def _audience(groups: Mapping[str, Any], audience: Mapping[str, float] | None) -> tuple[float, ...] | None:
    if audience is None:
        return None
    for name in [*audience, *groups]:
        if name not in groups or name not in audience:
            raise InputError(
                f"the group {shown(name)} is in the {'audience' if name in audience else 'texts'} alone",
                key="audience",
                remedy="give one number for each group of the texts",
            )
    return tuple(float(audience[name]) for name in groups)


def _rows(record: Any, group: str, prompt: str, text: str) -> Iterator[Row]:
    if not isinstance(record, dict):
        raise InputError(f"{shown(record)} is no record", remedy="write an object with a group and a text")
    named = record.get(group)
    if not isinstance(named, str | int) or isinstance(named, bool) or named == "":
        raise InputError("there is no group", key=group, remedy="say whose response it is, or name the field")
    if isinstance(record.get("messages"), list) and text not in record:
        yield from ((str(named), asked, answer) for asked, answer in _turns(record["messages"]))
        return
    answer = record.get(text, record.get("completion"))
    if answer is None:
        raise InputError("there is no text", key=text, remedy="give a text, a completion or messages")
    yield str(named), _plain(record.get(prompt, ""), prompt), _plain(answer, text)


def _plain(value: Any, key: str) -> str:
    """Return a text, or what is said in a list of messages."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(content for _, content in map(_message, value))
    raise InputError(f"{shown(value)} is no text", key=key, remedy="write a text, or a list of messages")


def _turns(messages: list[Any]) -> Iterator[tuple[str, str]]:
    said: list[str] = []
    for message in messages:
        role, content = _message(message)
        if role == "assistant":
            yield "\n".join(said), content
        said.append(content)


def _message(message: Any) -> tuple[str, str]:
    if not isinstance(message, dict) or not isinstance(message.get("content"), str):
        raise InputError(
            f"{shown(message)} is no message", key="messages", remedy='write {"role": "user", "content": "a text"}'
        )
    return str(message.get("role", "")), message["content"]
