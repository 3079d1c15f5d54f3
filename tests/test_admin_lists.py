"""Every list of the back-office runs as many queries for three rows as for one."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alignment.models import BibliographyEntry
from entities.models import Country, Region, TargetGroup, WorkingGroup
from interventions.models import SearchSynonyms
from monitoring.models import Assessment, Indicator, Milestone, WorkPlanActivity
from notifications.models import GroupMessage, Letter
from reports.models import CompileJob, DatasetJob, NarrativeSection, WordTemplate
from tests import factories


def entity_challenge(number):
    return factories.ChallengeFactory(
        intervention=None,
        cycle=factories.CycleFactory(),
        entity=factories.EntityFactory(),
        provision=factories.ProvisionFactory(),
    )


ROWS = {
    "accounts.User": lambda number: factories.UserFactory(),
    "alignment.Alignment": lambda number: factories.AlignmentFactory(),
    "alignment.BibliographyEntry": lambda number: BibliographyEntry.objects.create(
        key=f"fuente-{number}", title="Título", reference=f"Fuente {number}"
    ),
    "alignment.Framework": lambda number: factories.FrameworkFactory(code=f"marco-{number}"),
    "alignment.Provision": lambda number: factories.ProvisionFactory(
        framework=factories.FrameworkFactory(code=f"marco-{number}")
    ),
    "interventions.Challenge": entity_challenge,
    "entities.Country": lambda number: Country.objects.create(
        code=f"X{number}", name_es=f"País {number}"
    ),
    "entities.Entity": lambda number: factories.EntityFactory(parent=factories.EntityFactory()),
    "cycles.EntityResponse": lambda number: factories.EntityResponseFactory(),
    "entities.FocalPoint": lambda number: factories.FocalPointFactory(),
    "interventions.Intervention": lambda number: factories.InterventionFactory(),
    "entities.Region": lambda number: Region.objects.create(
        code=f"9{number}", name=f"Región {number}"
    ),
    "notifications.Letter": lambda number: Letter.objects.create(
        cycle=factories.CycleFactory(code=f"20{60 + number}"),
        person=factories.UserFactory(),
        kind="last_day",
        occasion=f"{number}",
        queued_at=timezone.now(),
        sent_at=timezone.now(),
    ),
    "notifications.GroupMessage": lambda number: GroupMessage.objects.create(
        group=WorkingGroup.objects.create(name=f"Grupo {number}"),
        subject="Asunto",
        text="Texto",
        by=factories.UserFactory(),
        at=timezone.now(),
        recipients=1,
    ),
    "cycles.ReportingCycle": lambda number: factories.CycleFactory(
        code=f"20{30 + number}",
        period_start=date(2030, 1, 1),
        period_end=date(2030 + number, 12, 1),
    ),
    "interventions.SearchSynonyms": lambda number: SearchSynonyms.objects.create(
        words=f"palabra {number}\npalabrita {number}", reason="Porque sí."
    ),
    "entities.TargetGroup": lambda number: TargetGroup.objects.create(
        code=f"grupo-{number}", name_es=f"Grupo {number}"
    ),
    "entities.WorkingGroup": lambda number: WorkingGroup.objects.create(
        name=f"Mesa {number}", axis=factories.ProvisionFactory(code=f"{number}", kind="axis")
    ),
    "monitoring.Assessment": lambda number: Assessment.objects.create(
        intervention=factories.InterventionFactory(),
        criterion="relevance",
        rating=3,
        reason="Motivo",
        by=factories.UserFactory(),
    ),
    "monitoring.Indicator": lambda number: Indicator.objects.create(
        code=f"indicador-{number}", name_es=f"Indicador {number}"
    ),
    "monitoring.Milestone": lambda number: Milestone.objects.create(
        date=f"202{number}", title=f"Hito {number}"
    ),
    "monitoring.WorkPlanActivity": lambda number: WorkPlanActivity.objects.create(
        cycle=factories.CycleFactory(),
        title=f"Actividad {number}",
        responsible=factories.EntityFactory(),
    ),
    "reports.CompileJob": lambda number: CompileJob.objects.create(
        cycle=factories.CycleFactory(code=f"20{40 + number}"), requested_at=timezone.now()
    ),
    "reports.DatasetJob": lambda number: DatasetJob.objects.create(
        report=factories.CountryReportFactory(), requested_at=timezone.now()
    ),
    "reports.CountryReport": lambda number: factories.CountryReportFactory(),
    "reports.WordTemplate": lambda number: WordTemplate.objects.create(
        name="x", body=b"x", uploaded_by=factories.UserFactory()
    ),
    "reports.NarrativeSection": lambda number: NarrativeSection.objects.create(
        cycle=factories.CycleFactory(), block=f"area-{number}", text="Texto"
    ),
}
"""Model of the back-office -> what makes one more row of it."""


def test_every_list_of_the_back_office_has_a_builder():
    assert {model._meta.label for model in admin.site._registry} == set(ROWS)


@pytest.mark.parametrize("label", sorted(ROWS))
def test_list_runs_the_same_queries_for_one_row_and_for_three(client, secretariat, label):
    address = reverse(f"admin:{label.lower().replace('.', '_')}_changelist")
    client.force_login(secretariat)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    ROWS[label](1)
    client.get(address)  # what is read once per process
    for_one = queries()
    ROWS[label](2)
    ROWS[label](3)
    assert queries() == for_one


FIRST = {"source", "confidence", "note", "valid_from", "valid_to", "progress", "step"}


@pytest.mark.parametrize("label", sorted(ROWS))
def test_form_begins_with_what_a_person_looks_for(rf, secretariat, label):
    model = apps.get_model(label)
    shown = admin.site._registry[model]
    request = rf.get("/")
    request.user = secretariat
    name = flatten_fieldsets(shown.get_fieldsets(request, ROWS[label](1)))[0]
    assert name not in FIRST or model._meta.get_field(name).is_relation


def test_date_says_what_is_expected(client, secretariat):
    client.force_login(secretariat)
    page = client.get(reverse("admin:entities_region_add")).content.decode()
    assert page.count("por ejemplo, 30/06/2027") == 2


def test_completing_tells_the_cycles_of_an_intervention_apart(client, secretariat):
    client.force_login(secretariat)
    first = factories.InterventionFactory(title="La misma")
    cycle = factories.CycleFactory(code="2031", title="Ciclo 2031")
    factories.InterventionFactory(title="La misma", cycle=cycle)
    asked = {"app_label": "monitoring", "model_name": "assessment", "field_name": "intervention"}
    answer = client.get(reverse("admin:autocomplete"), {**asked, "term": "misma"}).json()
    texts = [one["text"] for one in answer["results"]]
    assert len(set(texts)) == 2
    assert any("Ciclo 2031" in text for text in texts)
    assert any(first.cycle.title in text for text in texts)


def test_no_heading_of_a_list_is_a_name_of_the_code(client, secretariat):
    client.force_login(secretariat)
    ROWS["reports.CountryReport"](1)
    page = client.get(reverse("admin:reports_countryreport_changelist")).content.decode()
    assert ">Code<" not in page
    assert "Informe</" in page


def test_texts_of_the_report_and_alignments_are_named_in_words(client, secretariat):
    client.force_login(secretariat)
    cycle = factories.CycleFactory()
    for block in ("area-1", "axis-2", "methodology", "limitations-proposals"):
        NarrativeSection.objects.create(cycle=cycle, block=block, text="x")
    page = client.get(reverse("admin:reports_narrativesection_changelist")).content.decode()
    for name in ("Área temática 1", "Eje 2", "Cómo se compiló", "Limitaciones y propuestas"):
        assert f">{name}<" in page
    assert "area-1" not in page
    source, target = (
        factories.ProvisionFactory(code="1", framework__code=code) for code in ("pmm", "pnm")
    )
    alignment = factories.AlignmentFactory(source=source, target=target)
    page = client.get(reverse("admin:alignment_alignment_change", args=[alignment.pk]))
    assert "PMM 1 → PNM 1" in page.content.decode()


def test_indicators_of_one_name_are_told_apart(client, secretariat):
    client.force_login(secretariat)
    for code in ("t6-06", "t6-07"):
        Indicator.objects.create(code=code, name_es="Edad")
    page = client.get(reverse("admin:monitoring_indicator_changelist")).content.decode()
    assert "t6-06" in page
    assert "t6-07" in page


def test_front_page_is_not_called_as_the_workspace_is(client, secretariat):
    client.force_login(secretariat)
    assert "<h1>Administración</h1>" in client.get(reverse("admin:index")).content.decode()
