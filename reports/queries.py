"""Reads of versions that more than one face needs; nothing here writes."""

import hashlib
import logging
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet

from cycles.models import ReportingCycle
from reports.choices import ReportState
from reports.compile import compile_report
from reports.content import Cell, CountryReportContent, Heading, Table, Text
from reports.models import CountryReport, NarrativeSection, WordTemplate
from reports.render import DRAFT_SUFFIX, FORMATS, Rendered, render
from reports.render.template_package import TemplateError
from reports.render.word_template import rebuilt

logger = logging.getLogger(__name__)


def latest_published(cycle: ReportingCycle, language: str = "es") -> CountryReport | None:
    """The version that the public reads, or nothing where none is published."""
    return (
        CountryReport.objects.filter(cycle=cycle, language=language, state=ReportState.PUBLISHED)
        .select_related("cycle")
        .order_by("-number")
        .first()
    )


def word_template() -> bytes | None:
    """The ministry's template in use, built anew, or nothing: then the house's own look.

    Also where it cannot be used (one of before its checks): its page in the back-office says why.
    """
    template = WordTemplate.objects.filter(in_use=True).order_by("-uploaded_at", "-pk").first()
    try:
        return rebuilt(bytes(template.body)) if template else None
    except TemplateError as problem:
        logger.warning("Word template %s cannot be used: %s", template and template.pk, problem)
        return None


def rendered(content: CountryReportContent, format_name: str, *, draft: bool = False) -> Rendered:
    """Content as a file, in the ministry's look where it has one; a `draft` says that it is one."""
    template = word_template() if format_name == "docx" else None
    return render(content, format_name, draft=draft, word_template=template)


def file_of(report: CountryReport, format_name: str) -> Rendered:
    """A version in a format: the stored file once published, before that a draft of it.

    Raises `ValueError` where there is no such format.
    """
    if format_name not in FORMATS:
        raise ValueError(format_name)
    if report.is_published:
        stored = report.files.get(format=format_name)
        filename = f"informe-pais-{report.code}.{format_name}"
        return Rendered(bytes(stored.body), FORMATS[format_name][1], filename)
    filename = f"informe-pais-{report.code}{DRAFT_SUFFIX}.{format_name}"
    return replace(rendered(report.told, format_name, draft=True), filename=filename)


def public_file(cycle: ReportingCycle, format_name: str, language: str = "es") -> Rendered | None:
    """What the public reads: the published version, or nothing before there is one.

    Where only the Spanish one is published, that one.
    """
    report = latest_published(cycle, language) or latest_published(cycle)
    return file_of(report, format_name) if report else None


def published_in(cycles: QuerySet[ReportingCycle]) -> QuerySet[ReportingCycle]:
    """The same cycles, each with `has_report`: whether the public reads a report of it; and with
    its `notes`.
    """
    published = CountryReport.objects.filter(cycle=OuterRef("pk"), state=ReportState.PUBLISHED)
    return cycles.annotate(has_report=Exists(published)).prefetch_related("notes")


def public_versions() -> dict[int, list[CountryReport]]:
    """Key of a cycle -> the versions of its report that are published, the latest first.

    Without their content, which is large.
    """
    versions: dict[int, list[CountryReport]] = {}
    published = CountryReport.objects.filter(state=ReportState.PUBLISHED).defer("content")
    for version in published.order_by("-published_at", "-number"):
        versions.setdefault(version.cycle_id, []).append(version)
    return versions


def draft_file(cycle: ReportingCycle, format_name: str, language: str = "es") -> Rendered:
    """What the validated rows and the texts say now, as a draft: for the secretariat alone."""
    return rendered(compile_report(cycle, language=language), format_name, draft=True)


Identity = tuple[str, tuple[str, ...]]
"""What a row of a table is known by: its first cell and the codes that it tells of."""


@dataclass(frozen=True)
class TableDifference:
    """What a table gained, lost and tells otherwise: each row as its cells in one line."""

    title: str
    added: list[str]
    removed: list[str]
    changed: list[tuple[str, str]]


@dataclass(frozen=True)
class TextDifference:
    """A text in both versions."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What differs between two versions."""

    tables: list[TableDifference]
    texts: list[TextDifference]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not self.tables and not self.texts


def difference(before: CountryReportContent, after: CountryReportContent) -> Difference:
    """Rows in, out and changed of each table, and changed prose.

    A row is the same row where it tells of the same interventions and begins alike.
    """
    tables, texts = [], []
    headings = headings_of(before) | headings_of(after)
    old = {block.id: block for block in before.blocks}
    new = {block.id: block for block in after.blocks}
    for block_id in dict.fromkeys([*old, *new]):
        was, now = old.get(block_id), new.get(block_id)
        if isinstance(was or now, Table):
            found = _compared(_title(was, now), _lines(was), _lines(now))
            if found.added or found.removed or found.changed:
                tables.append(found)
        elif isinstance(was or now, Text):
            paragraphs = [row.paragraphs if isinstance(row, Text) else () for row in (was, now)]
            if paragraphs[0] != paragraphs[1]:
                title = f"{headings[block_id]} — {_title(was, now)}"
                texts.append(TextDifference(title, paragraphs[0], paragraphs[1]))
    return Difference(tables, texts)


def headings_of(content: CountryReportContent) -> dict[str, str]:
    """Block id -> the title of the chapter that it stands in."""
    told, heading = {}, content.title
    for block in content.blocks:
        heading = block.title if isinstance(block, Heading) else heading
        told[block.id] = heading
    return told


def _title(was: object, now: object) -> str:
    return str(getattr(now or was, "title", ""))


def _compared(
    title: str, gone: list[tuple[Identity, str]], come: list[tuple[Identity, str]]
) -> TableDifference:
    kept = {line for _identity, line in gone} & {line for _identity, line in come}
    removed: dict[Identity, list[str]] = {}
    for identity, line in gone:
        if line not in kept:
            removed.setdefault(identity, []).append(line)
    added, changed = [], []
    for identity, line in come:
        if line in kept:
            continue
        if removed.get(identity):
            changed.append((removed[identity].pop(0), line))
        else:
            added.append(line)
    return TableDifference(
        title, added, [line for rest in removed.values() for line in rest], changed
    )


def _lines(table: object) -> list[tuple[Identity, str]]:
    """Each row of a table: what it is known by, and its cells in one line."""
    if not isinstance(table, Table):
        return []
    rows = []
    for row in table.rows:
        cells = [_text(row.cells.get(column.key)) for column in table.columns]
        rows.append(((cells[0], row.codes), " | ".join(cells)))
    return rows


def _text(cell: Cell) -> str:
    if isinstance(cell, list):
        return "; ".join(cell)
    return "" if cell is None else str(cell)


def problems_of(report: CountryReport) -> list[str]:
    """What shows that a version is not what was compiled; nothing where it is intact.

    Recomputes the checksum of the content and, of a published version, of each file, and renders
    JSON again, which must give the stored bytes.
    """
    found = []
    try:
        content = report.told
    except (KeyError, TypeError, ValueError) as error:
        return [f"content: cannot be read ({type(error).__name__}: {error})"]
    if content.checksum != report.checksum:
        found.append(f"content: SHA-256 is {content.checksum}, stored as {report.checksum}")
    if not report.is_published:
        return found
    stored = {row.format: row for row in report.files.all()}
    found += [f"{name}: file is missing" for name in FORMATS if name not in stored]
    for name, file in stored.items():
        actual = hashlib.sha256(bytes(file.body)).hexdigest()
        if actual != file.checksum:
            found.append(f"{name}: SHA-256 is {actual}, stored as {file.checksum}")
    if "json" in stored and render(content, "json").body != bytes(stored["json"].body):
        found.append("json: the file is not what the content renders to")
    return found


@dataclass(frozen=True)
class Section:
    """A text of a report, and who wrote it; nobody where the registry drafted it."""

    block: str
    title: str
    text: Text
    written: NarrativeSection | None


def sections_of(cycle: ReportingCycle, language: str) -> list[Section]:
    """Every text that people may write for the report of a cycle, in its order."""
    written = {
        row.block: row
        for row in NarrativeSection.objects.filter(cycle=cycle, language=language).select_related(
            "edited_by"
        )
    }
    content = compile_report(cycle, language=language)
    headings = headings_of(content)
    return [
        Section(text.id, f"{headings[text.id]} — {text.title}", text, written.get(text.id))
        for text in content.texts()
    ]
