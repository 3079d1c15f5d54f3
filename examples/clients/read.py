"""Reads the registry with the client that openapi-python-client made: `python read.py ADDRESS`."""

import json
import sys
from urllib.parse import parse_qs, urlsplit

from client import Client
from client.api.interventions import interventions_list, interventions_retrieve

client = Client(base_url=sys.argv[1])
codes: list[str] = []
cursor: str | None = ""
while cursor is not None:
    page = interventions_list.sync(client=client, cursor=cursor, page_size=20, cycle=["2022"])
    codes += [row.code for row in page.results]
    following = page.next_ and parse_qs(urlsplit(page.next_).query)
    cursor = following["cursor"][0] if following else None
record = interventions_retrieve.sync(code=codes[0], client=client)
refused = interventions_list.sync_detailed(client=client, year=[1])
told = {
    "codes": codes,
    "title": record.title,
    "lead": record.lead,
    "on_behalf": record.on_behalf,
    "refused": refused.status_code,
}
sys.stdout.write(json.dumps(told))
