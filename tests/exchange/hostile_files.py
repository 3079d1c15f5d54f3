"""Files as attackers, broken programs and people in a hurry make them, made by code.

Each has a name, the bytes, and what the registry must say of it. None may write anything: the
rows that could be taken lack their kind on purpose, so that every file has something to be told.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import openpyxl
import xlsxwriter

from tests.exchange.books import book_of, saved

HEADER = ["Código", "Intervención", "Tipo"]
ROW = ["N1", "Ventanilla", ""]
INCOMPLETE = "Falta este dato"
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
DAMAGED = "dañado o incompleto"
CELL = '<c r="{ref}" t="inlineStr"><is><t>x</t></is></c>'


@dataclass(frozen=True)
class HostileFile:
    """A file, what must be said of it, and whether it is refused as a whole."""

    name: str
    make: Callable[[], bytes]
    told: str
    refused: bool = True
    file_name: str = "intervenciones.xlsx"


def table(*rows: list, header: list | None = None, **sheets: list) -> bytes:
    return book_of({"Intervenciones": [header or HEADER, *rows]} | sheets)


def plain() -> bytes:
    return table(ROW)


def with_shared_texts(times: int = 1) -> bytes:
    """As Excel writes it: each text once in a part of its own. `times` is how many rows."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Intervenciones")
    sheet.write_row(0, 0, HEADER)
    for line in range(1, times + 1):
        sheet.write_row(line, 0, ROW)
    book.close()
    return file.getvalue()


def patched(body: bytes, part: str, change: Callable[[bytes], bytes], **new: bytes) -> bytes:
    """The same package with one part changed, and others added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(out, "w", 8) as written:
        for info in old.infolist():
            data = old.read(info)
            written.writestr(info.filename, change(data) if info.filename == part else data)
        for name, data in new.items():
            written.writestr(name, data)
    return out.getvalue()


def with_parts(**parts: bytes) -> bytes:
    return patched(plain(), "", bytes, **parts)


def without(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(plain())) as old, zipfile.ZipFile(out, "w", 8) as written:
        for info in old.infolist():
            if info.filename not in names:
                written.writestr(info.filename, old.read(info))
    return out.getvalue()


def zip_of(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", 8) as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return out.getvalue()


def sheet_of(rows: str, before: str = "") -> bytes:
    """The plain workbook with a sheet written by hand."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>' + before + "<worksheet xmlns="
        '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + "</sheetData></worksheet>"
    )
    return patched(plain(), SHEET, lambda _data: text.encode())


def inline(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = "".join(inline(f"{letter}1", text) for letter, text in zip("ABC", HEADER, strict=True))
HAND_ROWS = f'<row r="1">{HEAD}</row><row r="2">{inline("A2", "N1")}{inline("B2", "Ventanilla")}'


def lying_sizes() -> bytes:
    """The directory says that the sheet has ten bytes."""
    body = bytearray(with_parts())
    with zipfile.ZipFile(BytesIO(body)) as book:
        info = book.getinfo(SHEET)
    place = body.rindex(SHEET.encode()) - 46
    body[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(body) if info.file_size > 10 else b""


def overlapping() -> bytes:
    """Two members of the directory that are the same bytes of the file."""
    body = bytearray(with_parts(**{"xl/worksheets/sheet2.xml": b"<x/>"}))
    second = body.rindex(b"xl/worksheets/sheet2.xml") - 46
    first = body.rindex(SHEET.encode()) - 46
    body[first + 42 : first + 46] = body[second + 42 : second + 46]
    return bytes(body)


def before_the_file() -> bytes:
    """The end of the directory says that it begins later than it does: places become negative."""
    body = bytearray(plain())
    end = body.rindex(b"PK\x05\x06")
    told = int.from_bytes(body[end + 16 : end + 20], "little") + 5000
    body[end + 16 : end + 20] = told.to_bytes(4, "little")
    return bytes(body)


def encrypted() -> bytes:
    body = bytearray(plain())
    for place in [found.start() for found in re.finditer(b"PK\x01\x02", body)]:
        body[place + 8] |= 1
    return bytes(body)


def twice_the_same() -> bytes:
    out = BytesIO(plain())
    with zipfile.ZipFile(out, "a") as book:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book.writestr(SHEET, b"<worksheet/>")
    return out.getvalue()


def merged() -> bytes:
    book = openpyxl.load_workbook(BytesIO(plain()))
    book["Intervenciones"].merge_cells("B2:B4")
    return saved(book)


def ten_thousand_empty_rows() -> bytes:
    rows = "".join(f'<row r="{line}"><c r="A{line}" s="1"/></row>' for line in range(2, 10_002))
    return sheet_of(f'<row r="1">{HEAD}</row>{rows}')


def hidden() -> bytes:
    book = openpyxl.load_workbook(BytesIO(plain()))
    book["Intervenciones"].row_dimensions[2].hidden = True
    book.create_sheet("Oculta").sheet_state = "veryHidden"
    return saved(book)


def cells(header: str, value: object, *, told: str, name: str) -> HostileFile:
    """One clumsy cell in a column of the sheet of interventions."""
    return HostileFile(
        name, lambda: table([*ROW, value], header=[*HEADER, header]), told, refused=False
    )


def packages() -> Iterator[HostileFile]:
    yield HostileFile("0 bytes", lambda: b"", "está vacío")
    yield HostileFile("noise", lambda: bytes(range(256)) * 40, "no es un libro de Excel")
    yield HostileFile("image", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "no es un libro de Excel")
    yield HostileFile("PDF", lambda: b"%PDF-1.7 hola", "no es un libro de Excel")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
    yield HostileFile("password or .xls", lambda: ole, "protegido con contraseña")
    yield HostileFile("truncated", lambda: plain()[:900], DAMAGED)
    yield HostileFile("only the first bytes", lambda: b"PK\x03\x04", DAMAGED)
    yield HostileFile("other zip", lambda: zip_of(a=b"hola"), "un archivo comprimido")
    yield HostileFile("nested zip", lambda: zip_of(a=zip_of(b=plain())), "un archivo comprimido")
    word = {"word/document.xml": b"<x/>"}
    yield HostileFile("Word", lambda: zip_of(**word), "un documento de Word")
    yield HostileFile("LibreOffice", lambda: zip_of(**{"content.xml": b""}), "LibreOffice")
    yield HostileFile("xlsb", lambda: zip_of(**{"xl/workbook.bin": b""}), "xlsb")
    yield HostileFile("macros", lambda: with_parts(**{"xl/vbaProject.bin": b"x"}), "tiene macros")
    yield HostileFile("member before the file", before_the_file, DAMAGED)
    yield HostileFile("encrypted members", encrypted, "protegido con contraseña")
    yield HostileFile(
        "bomb in the sheet",
        lambda: patched(plain(), SHEET, lambda data: data + b" " * 70_000_000),
        "más de 40 MB",
    )
    yield HostileFile(
        "bomb in the texts",
        lambda: patched(with_shared_texts(), TEXTS, lambda data: data + b" " * 70_000_000),
        "más de 40 MB",
    )
    yield HostileFile("lying sizes", lying_sizes, DAMAGED)
    yield HostileFile("overlapping members", overlapping, DAMAGED)
    yield HostileFile("a part twice", twice_the_same, DAMAGED)
    many = {f"xl/media/{number}": b"" for number in range(2000)}
    yield HostileFile("2,000 parts", lambda: with_parts(**many), "demasiadas partes")
    yield HostileFile("11 MB", lambda: plain() + b"\0" * 11_000_000, "más de 10 MB")
    yield HostileFile(
        "50 sheets",
        lambda: book_of({f"Hoja{number}": [HEADER] for number in range(50)}),
        "demasiadas hojas",
    )
    yield HostileFile("no sheet part", lambda: without(SHEET), "No se encuentra la hoja")
    yield HostileFile("no relations", lambda: without("xl/_rels/workbook.xml.rels"), "comprimido")
    yield HostileFile(
        "sheet outside",
        lambda: patched(
            plain(),
            "xl/_rels/workbook.xml.rels",
            lambda data: data.replace(b"/xl/worksheets/sheet1.xml", b"/../../etc/passwd"),
        ),
        "No se encuentra la hoja",
    )


def sheets() -> Iterator[HostileFile]:
    below = "más abajo de la fila"
    far = f'{HAND_ROWS}</row><row r="1048576">{CELL.format(ref="A1048576")}</row>'
    yield HostileFile("far row", lambda: sheet_of(far), below)
    wide = f"{HAND_ROWS}{CELL.format(ref='XFD2')}</row>"
    yield HostileFile("far column", lambda: sheet_of(wide), "más a la derecha")
    corner = f'{HAND_ROWS}</row><row r="1048576">{CELL.format(ref="XFD1048576")}</row>'
    yield HostileFile("far corner", lambda: sheet_of(corner), below)
    painted = '<row r="9999999"/><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    no_header = "No se encuentran las columnas"
    yield HostileFile("far row without cells", lambda: sheet_of(painted), no_header)
    yield HostileFile(
        "200 columns without references",
        lambda: sheet_of("<row>" + "<c><v>1</v></c>" * 200 + "</row>"),
        "más a la derecha",
    )
    yield HostileFile("row in another script", lambda: sheet_of('<row r="²"/>'), DAMAGED)
    yield HostileFile("odd reference", lambda: sheet_of('<row><c r="1A"/></row>'), DAMAGED)
    long_rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 30_000))
    yield HostileFile("30,000 rows", lambda: sheet_of(long_rows), below)
    yield HostileFile(
        "no dimension",
        lambda: sheet_of(f"{HAND_ROWS}</row>"),
        INCOMPLETE,
        refused=False,
    )
    yield HostileFile(
        "dimension of everything",
        lambda: patched(
            plain(),
            SHEET,
            lambda data: re.sub(
                rb'<dimension ref="[^"]+"', b'<dimension ref="A1:XFD1048576"', data
            ),
        ),
        INCOMPLETE,
        refused=False,
    )
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    yield HostileFile("entities", lambda: sheet_of("&b;", laughs), "instrucciones que Excel")
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield HostileFile("outside entity", lambda: sheet_of("&a;", outside), "instrucciones que Excel")
    yield HostileFile(
        "sheet in UTF-16",
        lambda: patched(
            plain(), SHEET, lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16")
        ),
        DAMAGED,
    )
    yield HostileFile(
        "broken XML", lambda: patched(plain(), SHEET, lambda data: data[:-30]), DAMAGED
    )
    deep = "<row>" * 20_000
    yield HostileFile("nested without end", lambda: sheet_of(deep), DAMAGED)
    stranger = f'{HAND_ROWS}<c r="C2" t="s"><v>4000000</v></c></row>'
    yield HostileFile("text that is not there", lambda: sheet_of(stranger), DAMAGED)
    yield HostileFile(
        "one long text shown often",
        lambda: patched(
            with_shared_texts(times=6000),
            TEXTS,
            lambda data: data.replace(b"<t>Ventanilla</t>", b"<t>" + b"x" * 32_000 + b"</t>"),
        ),
        "demasiadas letras",
    )
    yield HostileFile(
        "outside links",
        lambda: with_parts(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        INCOMPLETE,
        refused=False,
    )
    yield HostileFile(
        "formula without value",
        lambda: sheet_of(f'{HAND_ROWS}<c r="C2"><f>Listas!A1</f></c></row>'),
        "no tiene un valor guardado",
        refused=False,
    )
    yield HostileFile(
        "formula with value",
        lambda: sheet_of(f'{HAND_ROWS}<c r="C2" t="str"><f>A1</f><v>Nave</v></c></row>'),
        "«Nave» no está en la lista",
        refused=False,
    )
    yield HostileFile(
        "error of Excel",
        lambda: sheet_of(f'{HAND_ROWS}<c r="C2" t="e"><v>#N/A</v></c></row>'),
        "tiene un error de Excel",
        refused=False,
    )
    endless = f'{HAND_ROWS}<c r="D2"><v>1e999</v></c></row>'
    yield HostileFile(
        "infinite number",
        lambda: sheet_of(endless.replace("</row>", inline("D1", "Presupuesto") + "</row>", 1)),
        "Escriba un número",
        refused=False,
    )
    yield HostileFile(
        "endless name of a sheet",
        lambda: patched(
            book_of({"Uno": [HEADER], "Dos": [ROW]}),
            "xl/workbook.xml",
            lambda data: data.replace(b'"Uno"', b'"' + b"U" * 90_000 + b'"'),
        ),
        "No se encuentra la hoja",
    )
    yield HostileFile("merged cells", merged, "están combinadas", refused=False)
    yield HostileFile("hidden row and sheet", hidden, INCOMPLETE, refused=False)
    yield HostileFile("10,000 empty rows", ten_thousand_empty_rows, "ninguna intervención escrita")
    yield HostileFile("only a header", table, "ninguna intervención escrita")
    yield HostileFile(
        "no known sheet", lambda: book_of({"A": [HEADER], "B": [ROW]}), "No se encuentra la hoja"
    )
    yield HostileFile("no header", lambda: table(header=["a", "b"]), "No se encuentran")
    yield HostileFile("empty sheet", lambda: table(header=[""]), "No se encuentran las columnas")
    yield HostileFile(
        "renamed column", lambda: table(ROW, header=["Código", "Nombre raro", "Tipo"]), "Falta la"
    )
    yield HostileFile(
        "column twice", lambda: table(ROW, header=[*HEADER[:2], "Título"]), "Hay dos columnas"
    )
    yield cells("Presupesto", "5", told="¿Quiso decir «Presupuesto»?", name="misspelt column")
    yield HostileFile(
        "swapped columns",
        lambda: table(["N1", "Programa", "Ventanilla"]),
        "«Ventanilla» no está en la lista",
        refused=False,
    )
    yield HostileFile(
        "key twice", lambda: table(ROW, ["N1", "Otra", ""]), "Repite la fila 2", False
    )
    yield HostileFile(
        "name twice", lambda: table(ROW, ["N2", "ventanilla", ""]), "Repite la", False
    )
