"""No page asks the database the same thing twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.mark.parametrize("address", ["/entidades/", "/compromisos/"])
def test_nothing_is_read_twice(client, data_of_2022, db, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in captured]
    assert [sql for sql in asked if asked.count(sql) > 1] == []
