"""The Word template that the ministry may put in the place of the house's own.

A template gives styles, page size, margins, headers and footers; whatever is written in its body is
left out. It comes from outside, so it is looked at before anything opens it.
"""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from reports.render import docx_parts as parts

REQUIRED_STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "Table Grid")
"""What the report is written in; the house's smaller styles are added where they are missing."""

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500


def problems_of_template(body: bytes) -> list[str]:
    """Why a file cannot be the template, in Spanish; nothing where it can."""
    if len(body) > LARGEST_FILE:
        return [_("El archivo pasa de 5 MB.")]
    try:
        with ZipFile(BytesIO(body)) as package:
            entries = package.infolist()
            if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
                return [_("El archivo es demasiado grande por dentro.")]
            if any("vbaproject" in entry.filename.lower() for entry in entries):
                return [_("La plantilla tiene macros: guárdela como .docx.")]
            relations = [name for name in package.namelist() if name.endswith(".rels")]
            if any(b'attachedTemplate"' in package.read(name) for name in relations):
                return [_("La plantilla depende de otra plantilla: quite ese vínculo.")]
        document = docx.Document(BytesIO(body))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError):
        return [_("No es un documento de Word (.docx) que se pueda abrir.")]
    names = {style.name for style in document.styles}
    missing = [name for name in REQUIRED_STYLES if name not in names]
    if missing:
        told = ", ".join(missing)
        return [_("Faltan estilos en la plantilla: %(missing)s.") % {"missing": told}]
    return []


def opened(template: bytes | None) -> Document:
    """An empty document in the template's look, or in the house's."""
    if template is None:
        document = docx.Document()
        parts.dress(document)
        return document
    document = docx.Document(BytesIO(template))
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    parts.add_missing_styles(document)
    return document
