"""Provisions and instruments: what holds when, what is called how, what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from alignment.choices import ProvisionKind
from alignment.models import Alignment, Framework, GCMObjective, PNMGuideline, ThematicArea
from alignment.queries import aligned_with, areas_of
from tests.factories import AlignmentFactory, FrameworkFactory, ProvisionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [
        (None, None, True),
        (date(2020, 1, 1), None, True),
        (date(2024, 1, 1), date(2024, 1, 1), True),
        (date(2024, 1, 2), None, False),
        (None, date(2023, 12, 31), False),
    ],
)
def test_instrument_holds_from_its_first_to_its_last_day(begins, ends, holds):
    FrameworkFactory(valid_from=begins, valid_to=ends)
    assert Framework.objects.in_force(date(2024, 1, 1)).exists() is holds


def test_validity_ends_after_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameworkFactory(valid_from=date(2024, 1, 2), valid_to=date(2024, 1, 1))


def test_named_kinds_are_rows_of_provisions():
    area = ProvisionFactory(kind=ProvisionKind.AREA, code="1")
    objective = ProvisionFactory(code="7", groups=[area])
    ProvisionFactory(kind=ProvisionKind.GUIDELINE, framework=FrameworkFactory(code="pnm"))
    ProvisionFactory(code="8", framework=FrameworkFactory(code="otro"))
    assert [row.pk for row in GCMObjective.objects.all()] == [objective.pk]
    assert [row.pk for row in ThematicArea.objects.all()] == [area.pk]
    assert PNMGuideline.objects.count() == 1
    assert list(areas_of(objective)) == [area]


def test_title_is_in_the_language_of_the_page_where_there_is_one():
    provision = ProvisionFactory(title_es="Datos", title_en="Data")
    without = ProvisionFactory(title_es="Datos", title_en="")
    with translation.override("en"):
        assert (provision.title, without.title) == ("Data", "Datos")
    assert provision.title == "Datos"


def test_alignment_is_between_two_instruments_and_once():
    one, other = ProvisionFactory(), ProvisionFactory()
    with pytest.raises(ValidationError, match="otro instrumento"):
        Alignment(source=one, target=other).full_clean()
    AlignmentFactory(source=one, target=other)
    for source, target in ((one, other), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            AlignmentFactory(source=source, target=target)


def test_what_is_stated_stands_before_what_is_proposed(secretariat):
    objective = ProvisionFactory(code="7")
    agenda = FrameworkFactory(code="agenda-2030")
    proposed = ProvisionFactory(framework=agenda, kind=ProvisionKind.TARGET, code="1.1")
    stated = ProvisionFactory(framework=agenda, kind=ProvisionKind.TARGET, code="9.9")
    AlignmentFactory(source=objective, target=proposed)
    AlignmentFactory(source=stated, target=objective, provenance="official")
    found = [suggestion.provision for suggestion in aligned_with(objective)]
    assert found == [stated, proposed]
    assert aligned_with(objective, [objective.framework]) == []
