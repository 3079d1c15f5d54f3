"""By what names the rows of catalogues are known in files, the unmistakable one first."""

from collections.abc import Iterable

from django.utils import translation

from alignment.choices import ProvisionKind
from alignment.models import Framework, Provision
from entities.models import Entity, WorkingGroup
from exchange.resources.cells import Names

PROVISION_HINT = "pmm / Objetivo / 7"


def _of_framework(row: Framework) -> Iterable[str]:
    return (row.code, row.acronym, row.name_es)


def name_of_provision(row: Provision) -> str:
    """Code of the instrument, kind and code: «pmm / Objetivo / 7»."""
    with translation.override("es"):
        return f"{row.framework.code} / {ProvisionKind(row.kind).label} / {row.code}"


def _of_provision(row: Provision) -> Iterable[str]:
    return (
        name_of_provision(row),
        f"{row.framework.code} / {row.kind} / {row.code}",
        f"{row.framework.acronym} / {ProvisionKind(row.kind).label} / {row.code}",
    )


def _of_entity(row: Entity) -> Iterable[str]:
    yield row.acronym
    yield row.name
    for other in row.other_names.all():  # not asked where the first name is enough
        yield from filter(None, (other.acronym, other.name))


def frameworks() -> Names:
    """Instruments, by their code, acronym or name."""
    return Names(lambda: Framework.objects.order_by("pk"), _of_framework)


def provisions() -> Names:
    """Provisions, by instrument, kind and code."""
    rows = Provision.objects.select_related("framework").order_by("pk")
    return Names(lambda: rows.all(), _of_provision)


def entities() -> Names:
    """Entities, by their acronym, their name, and whatever they were called before."""
    rows = Entity.objects.prefetch_related("other_names").order_by("pk")
    return Names(lambda: rows.all(), _of_entity)


def groups() -> Names:
    """Working groups, by name."""
    return Names(lambda: WorkingGroup.objects.order_by("pk"), lambda row: (row.name,))
