"""A page as JSON: everything that the report shows, block by block; see docs/report-json.md."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

from reports.page import Page

SCHEMA = 1


def print_json(page: Page) -> str:
    """The page as JSON: every block is an object whose "kind" names it; numbers that are not finite are null.

    >>> json.loads(print_json(Page("A title", "", (), (), "")))["title"]
    'A title'
    """
    content = {"schema": SCHEMA, **_data(page)}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _data(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: _data(getattr(value, each.name)) for each in fields(value)}
        return {"kind": type(value).__name__.lower(), **held}
    if isinstance(value, tuple | list):
        return [_data(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value
