import pytest
from django.utils import timezone

from alignment.choices import ProvisionKind
from alignment.models import Framework
from entities.models import Country, Region, TargetGroup
from interventions.choices import ParticipationRole, Reporting
from interventions.models import Evidence, Participation
from tests.factories import (
    ChallengeFactory,
    EntityFactory,
    FrameworkFactory,
    InterventionFactory,
    ProvisionFactory,
    ResultFactory,
)


@pytest.fixture
def catalogues(db) -> None:
    """What the lists of the workbook offer."""
    Region.objects.bulk_create(
        Region(code=code, name=name)
        for code, name in (("23", "Tacna"), ("21", "Puno"), ("15", "Lima"))
    )
    Country.objects.bulk_create(
        Country(code=code, name_es=name)
        for code, name in (("CL", "Chile"), ("EC", "Ecuador"), ("VE", "Venezuela"))
    )
    TargetGroup.objects.bulk_create(
        TargetGroup(code=code, name_es=name)
        for code, name in (("women", "Mujeres"), ("children", "Niñas, niños y adolescentes"))
    )
    areas = [ProvisionFactory(kind=ProvisionKind.AREA, code=code) for code in "12"]
    for code in ("1", "7"):
        ProvisionFactory(code=code, groups=areas[:1])
    ProvisionFactory(code="23", groups=areas)
    pnm: Framework = FrameworkFactory(code="pnm-2017-2025", acronym="PNM")
    ProvisionFactory(framework=pnm, kind=ProvisionKind.GUIDELINE, code="2.9")


@pytest.fixture
def full_row(catalogues, entity, cycle, focal_point):
    """A draft with something in every field and sheet."""
    row = InterventionFactory(
        lead=entity,
        cycle=cycle,
        provision=ProvisionFactory(code="7"),
        title="Ventanilla única",
        description="Primera línea\nSegunda línea, con «comillas» y =2+2",
        criterion="services",
        start_date="2024-03-15",
        end_date="2025-12-31",
        date_precision="month",
        began_before_pact=False,
        status="in_progress",
        scope="regional",
        budget_amount="250000.50",
        budget_currency="PEN",
        budget_source="Recursos ordinarios",
        good_practice=True,
        good_practice_lessons="Se puede repetir",
        source_document="Memoria",
        source_reference="p. 18",
        results_reporting=Reporting.REPORTED,
        challenges_reporting=Reporting.REPORTED,
    )
    row.regions.set(Region.objects.filter(code__in=["23", "21"]))
    row.countries.set(Country.objects.filter(code="CL"))
    row.target_groups.set(TargetGroup.objects.filter(code="children"))
    row.contributions.create(
        provision=ProvisionFactory(
            framework=FrameworkFactory(code="pnm-2017-2025"),
            kind=ProvisionKind.GUIDELINE,
            code="2.9",
        )
    )
    ResultFactory(
        intervention=row,
        text="4,310 personas",
        value="4310",
        unit="personas",
        as_of="2024-12-31",
        disaggregation="mitad",
    )
    ResultFactory(
        intervention=row, text="Dos módulos", position=1, value="12.345", unit="hectáreas"
    )
    ChallengeFactory(intervention=row, would_unblock="Una partida", who_can="MEF")
    Evidence.objects.create(
        intervention=row,
        kind="norm",
        title="Aprueban",
        norm_type="RM",
        number="001-2024",
        date="2024-03-01",
        url="https://www.gob.pe/",
    )
    Participation.objects.create(
        intervention=row,
        entity=EntityFactory(acronym="OIM"),
        role=ParticipationRole.TECHNICAL_PARTNER,
        position=1,
        contribution_text="Asesoría",
        confirmed_by=focal_point,
        confirmed_at=timezone.now(),
    )
    row.refresh_from_db()
    return row
