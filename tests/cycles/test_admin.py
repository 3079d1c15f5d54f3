"""Cycles in the back-office: read and named there, opened and closed on the page of the call."""

import pytest
from django.urls import reverse

from cycles.models import ReportingCycle
from tests.factories import CycleFactory


@pytest.mark.parametrize("action", ["close_cycles", "open_cycles"])
def test_list_opens_and_closes_nothing(client, cycle, secretariat, action):
    CycleFactory(code="2022", period_start="2018-12-01", period_end="2022-07-31")
    before = list(ReportingCycle.objects.order_by("pk").values_list("pk", "state"))
    client.force_login(secretariat)
    address = reverse("admin:cycles_reportingcycle_changelist")
    page = client.get(address).content.decode()
    assert f'value="{action}"' not in page
    client.post(address, {"action": action, "_selected_action": [cycle.pk]})
    assert list(ReportingCycle.objects.order_by("pk").values_list("pk", "state")) == before


def test_form_leads_to_the_page_that_closes_and_tells(client, cycle, secretariat, analyst):
    closed = CycleFactory(code="2022", period_start="2018-12-01", period_end="2022-07-31")
    client.force_login(secretariat)
    close = reverse("workspace:call-close")
    reopen = reverse("workspace:call-reopen", args=[closed.pk])
    for row, address in ((cycle, close), (closed, reopen)):
        text = client.get(reverse("admin:cycles_reportingcycle_change", args=[row.pk]))
        assert f'href="{address}"' in text.content.decode()
        assert client.get(address).status_code == 200
    client.force_login(analyst)
    text = client.get(reverse("admin:cycles_reportingcycle_change", args=[cycle.pk]))
    assert reverse("workspace:call-close") not in text.content.decode()


def test_new_cycle_has_no_call_yet(client, secretariat):
    client.force_login(secretariat)
    assert client.get(reverse("admin:cycles_reportingcycle_add")).status_code == 200
