"""The content itself."""

import json

from reports.content import CountryReportContent


def as_json(content: CountryReportContent, *, draft: bool = False) -> bytes:
    """UTF-8 JSON in the shape that the API promises; `"draft": true` on what nobody published."""
    told = content.as_dict() | ({"draft": True} if draft else {})
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
