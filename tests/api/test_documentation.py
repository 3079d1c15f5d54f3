"""`docs/api.md` names everything that there is, and nothing else."""

import re

import pytest
from django.conf import settings
from django.urls import URLPattern

from analysis.crosstabs import DIMENSIONS
from interventions.filters import InterventionFilter
from interventions.serializers import InterventionSerializer
from mtigm.api import router, urlpatterns

PAGE = (settings.BASE_DIR / "docs/api.md").read_text()
NAMED = set(re.findall(r"`([^`\s]+)`", PAGE))


def shown(pattern: URLPattern) -> str:
    """An address as the page writes it: `entities/{acronym}/`."""
    text = str(pattern.pattern).removeprefix("^").removesuffix("$")
    text = re.sub(r"\(\?P<(\w+)>(?:(?:\.|\[[^\]]*\])[+*]?(?:\{[\d,]+\})?)\)", r"{\1}", text)
    return re.sub(r"<str:(\w+)>", r"{\1}", text).replace("{pk}", "{id}")


ADDRESSES = {shown(pattern) for pattern in urlpatterns if pattern.name != "api-root"}


def test_addresses_are_understood():
    assert {"entities/{acronym}/", "imports/{id}/rows/", "schema/"} <= ADDRESSES
    assert not [address for address in ADDRESSES if set(address) & set("()?^$")]


def test_every_address_of_the_api_is_named():
    assert ADDRESSES <= NAMED


def test_every_address_named_is_there():
    lists = {f"{prefix}/" for prefix, _viewset, _name in router.registry}
    written = {name for name in NAMED if re.fullmatch(r"[a-z-]+/(?:[a-z{}-]+/)*", name)}
    assert written - ADDRESSES - lists == {"export/"}


@pytest.mark.parametrize(
    "names",
    [
        set(InterventionFilter.base_filters),
        set(InterventionSerializer().fields),
        set(DIMENSIONS),
    ],
    ids=["filters", "fields", "dimensions"],
)
def test_filters_fields_and_dimensions_of_interventions_are_named(names):
    assert names <= NAMED


def test_filters_of_the_other_lists_are_named():
    for prefix, viewset, _name in router.registry:
        filters = getattr(viewset, "filterset_class", None)
        if filters is None or prefix == "interventions":
            continue
        [line] = [line for line in PAGE.splitlines() if line.startswith(f"| `{prefix}/`")]
        assert set(filters.base_filters) == set(re.findall(r"`(\w+)`", line.split("|")[3])), prefix


def test_files_of_every_list_are_named():
    exported = {address for address in ADDRESSES if address.endswith("/export/")}
    assert len(exported) > 9
    assert exported <= NAMED


def test_unknown_parameter_and_value_are_refused_by_name(client, db):
    for query, name in (("nada=1", "nada"), ("page_size=501", "page_size"), ("cycle=x", "cycle")):
        answer = client.get(f"/api/v1/interventions/?{query}")
        assert (answer.status_code, list(answer.json())) == (400, [name])
    assert client.get("/api/v1/entities/NADIE/").json().keys() == {"detail"}
