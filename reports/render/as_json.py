"""The content itself."""

import json

from reports.content import CountryReportContent


def as_json(content: CountryReportContent) -> bytes:
    """UTF-8 JSON in the shape that the API promises."""
    return json.dumps(content.as_dict(), ensure_ascii=False, indent=1).encode()
