"""The HTML page of a report: one file, nothing loaded from anywhere, no script."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nashsym.reports.document import Document
from nashsym.reports.text import plain, shown_name

if TYPE_CHECKING:
    import jinja2

__all__ = ["html_page"]

_TEMPLATE = "report.html.jinja"
#: Subscripts in formulas, such as the A of λ_A.
_SUBSCRIPT = re.compile(r"(?<=[λwgasrντPCSM⁎ŵ)])_([A-Za-z]{1,2})(?![A-Za-z])")


def html_page(document: Document) -> str:
    """Return the document as a page of HTML.

    Whatever is text is escaped by the template; group names are isolated too (``<bdi>``), so that a name in a script
    written from right to left leaves the sentence around it in order.
    """
    return _template().render(document=document)


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("nashsym.reports", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["plain"] = plain
    environment.filters["shown"] = shown_name
    environment.filters["lowered"] = _SUBSCRIPT.split
    environment.tests["kind"] = lambda value, name: type(value).__name__ == name
    return environment.get_template(_TEMPLATE)
