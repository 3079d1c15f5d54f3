"""The description of the API as a page of words: all that there is, without script."""

import re

from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator


def test_page_tells_every_operation_parameter_and_record(client, db):
    page = client.get(reverse("docs-plain")).content.decode()
    described = SchemaGenerator().get_schema(request=None, public=True)
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            told = page.partition(f'id="{operation["operationId"]}"')[2].partition("<h3")[0]
            for one in operation.get("parameters", ()):
                assert f"<code>{one['name']}</code>" in told, (path, one["name"])
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    stored = page.partition('id="reports_retrieve"')[2].partition("<h3")[0]
    for form in ("CountryReport", "ReportContent"):
        assert f'<a href="#registro-{form}">' in stored


def test_page_is_in_words_and_has_no_script(client, db):
    page = client.get(reverse("docs-plain")).content.decode()
    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]
    record = page.partition('id="registro-Intervention"')[2].partition("</section>")[0]
    row = record.partition("<code>start_date</code>")[2].partition("</tr>")[0]
    assert "fecha o nulo" in row
    assert "lista de texto" in record
    listed = page.partition('id="interventions_list"')[2].partition("<h3")[0]
    row = listed.partition("<code>scope</code>")[2].partition("</tr>")[0]
    assert "Ámbito" in row
    assert re.search(r"<code>national</code>\s+Nacional", row)
    assert "`" not in page
    assert "Demasiados pedidos" in page
    assert "<td>400" not in listed  # said once, on top


def test_both_pages_lead_to_each_other(client, db):
    plain, scripted = reverse("docs-plain"), reverse("docs")
    assert f'href="{scripted}"' in client.get(plain).content.decode()
    page = client.get(scripted).content.decode()
    assert page.count(f'href="{plain}"') == 2  # with script and without
    for word in ("Authorize", "Servers"):
        assert f"«{word}»" in page
