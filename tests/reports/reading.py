"""Reads the tables of a report back from each format: table -> row -> cell -> its lines."""

import ctypes
import re
from html.parser import HTMLParser
from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from reports.render.as_xlsx import sheet_names


class Page(HTMLParser):
    """The lines of every cell of the report's tables of a page, its ids and its links."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.tables, self.cell, self.links, self.details = [], [], None, [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "details":  # the data of a chart
            self.details = True
        if self.details:
            return
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = [""]
            self.tables[-1][-1].append(self.cell)
        elif tag == "li" and self.cell is not None:
            self.cell.append("")
        elif tag == "a" and self.cell is not None:
            self.links.append(attributes["href"])

    def handle_endtag(self, tag):
        if tag == "details":
            self.details = False
        elif tag in ("td", "th") and self.cell is not None:
            self.cell[:] = [line.strip() for line in self.cell if line.strip()]
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell[-1] += data


def from_html(body):
    return [table[1:] for table in Page(body.decode()).tables if table]


def from_docx(body):
    return [
        [
            [
                [line.text.removeprefix("• ") for line in cell.paragraphs if line.text]
                for cell in row.cells
            ]
            for row in table.rows[1:]
        ]
        for table in docx.Document(BytesIO(body)).tables
    ]


def from_xlsx(body, tables):
    """The sheets of those `tables` of the content that have rows."""
    book = openpyxl.load_workbook(BytesIO(body))
    names = sheet_names(tables)
    return [
        [
            [
                str(cell.value).split("\n") if cell.value not in (None, "") else []
                for cell in row[: len(table.columns)]
            ]
            for row in book[names[table.id]].iter_rows(min_row=2)
        ]
        for table in tables
        if table.rows
    ]


def from_pdf(body):
    """Cells as one text each, without spaces and hyphens: lines are broken for the page."""
    tagged = Tagged(body)
    return [[["".join(cell) for cell in row] for row in table[1:]] for table in tagged.tables]


class Tagged:
    """The cells of the tables that the tags of a PDF name."""

    def __init__(self, body):
        self.reader = PdfReader(BytesIO(body))
        self.texts = _marked_texts(body)
        self.pages = {
            page.indirect_reference.idnum: number for number, page in enumerate(self.reader.pages)
        }
        self.tables = []
        self.cell = None
        self.walk(self.reader.trailer["/Root"]["/StructTreeRoot"]["/K"], None)

    def walk(self, element, page):
        element = element.get_object()
        if isinstance(element, ArrayObject):
            for child in element:
                self.walk(child, page)
        elif isinstance(element, int):
            if self.cell is not None:
                self.cell.append(squeezed(self.texts.get((page, int(element)), "")))
        elif isinstance(element, DictionaryObject):
            self.enter(element, self.page_of(element, page))

    def page_of(self, element, page):
        return self.pages[element.raw_get("/Pg").idnum] if "/Pg" in element else page

    def enter(self, element, page):
        tag, outer = element.get("/S"), self.cell
        if tag == "/Table":
            self.tables.append([])
        elif tag == "/TR":
            self.tables[-1].append([])
        elif tag in ("/TD", "/TH"):
            self.cell = []
            self.tables[-1][-1].append(self.cell)
        if tag != "/Lbl":  # the bullet of a list
            for key in ("/MCID", "/K"):
                if key in element:
                    self.walk(element[key], page)
        self.cell = outer


def squeezed(text):
    """Without spaces, hyphens and the mark that pdfium leaves where a word was divided."""
    return re.sub(r"[\s\u0002\u00ad\u2010-]", "", text)


def _marked_texts(body):
    """(page, marked content id) -> text."""
    texts = {}
    document = pypdfium2.PdfDocument(body)
    for number, page in enumerate(document):
        text_page = page.get_textpage()
        for place in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, place)
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
            if mark < 0 or pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            size = pdfium.FPDFTextObj_GetText(item, text_page, None, 0)
            buffer = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFTextObj_GetText(item, text_page, buffer, size)
            text = bytes(buffer).decode("utf-16-le").rstrip("\x00")
            texts[number, mark] = texts.get((number, mark), "") + text
    return texts
