"""Files as attackers, broken programs and people in a hurry make them, made by code.

Each has a name, the bytes, and what the registry must say of it. None may write anything: the
rows that could be taken lack their kind on purpose, so that every file has something to be told.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import openpyxl
import xlsxwriter

from tests.interventions.exchange.books import book_of, csv_of, saved

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
    yield HostileFile("far row without cells", lambda: sheet_of('<row r="9999999"/>'), below)
    yield HostileFile(
        "200 columns without references",
        lambda: sheet_of("<row>" + "<c><v>1</v></c>" * 200 + "</row>"),
        "más a la derecha",
    )
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


def values() -> Iterator[HostileFile]:
    start, budget = "Fecha de inicio", "Presupuesto"
    for text in ("31/02/2024", "12/31/2024", "ayer", "15/05/24", "2024-13-01", "1/1/1", "0"):
        yield cells(start, text, told="No se entiende la fecha", name=f"date {text}")
    yield cells(start, True, told="No se entiende la fecha", name="date yes")
    yield cells(start, 45000, told="se leyó como la fecha 15/03/2023", name="serial number")
    yield cells(start, -5, told="No se entiende la fecha", name="negative date")
    yield cells(start, 1e300, told="No se entiende la fecha", name="huge date")
    yield cells(start, datetime(1800, 1, 1), told="No se entiende", name="date before Excel")  # noqa: DTZ001
    yield cells(start, "01/01/1500", told="No se entiende la fecha", name="year 1500")
    yield cells(budget, "1.234", told="puede leerse de dos maneras", name="ambiguous number")
    for text in ("mil", "1,23,4", "1.2.3", "12 mil", "--5", "٣"):
        yield cells(budget, text, told="número", name=f"number {text}")
    yield cells(budget, True, told="Escriba un número", name="number yes")
    yield cells(budget, 1e200, told="demasiado grande", name="huge number")
    yield cells(budget, "1" * 400, told="demasiado grande", name="number of 400 digits")
    yield cells(budget, -3, told="no puede ser negativo", name="negative budget")
    yield cells(budget, 1.239, told="a lo más 2 decimales", name="three decimals")
    yield cells(budget, "#N/A", told="un error de Excel", name="error as text")
    yield cells("Moneda", "pesetas", told="se aceptan hasta 3", name="currency in words")
    yield cells("Moneda", "1$", told="tres letras de la moneda", name="odd currency")
    yield cells("Ámbito", "Nacionl", told="¿Quiso decir «Nacional» o", name="misspelt choice")
    yield cells("Ámbito", "x" * 5000, told="no está en la lista", name="long choice")
    yield cells("Departamentos", "Taccna", told="¿Quiso decir «Tacna»?", name="misspelt region")
    yield cells("Departamentos", ";" * 9000, told=INCOMPLETE, name="only separators")
    yield cells("Objetivo", "PMM 99", told="«PMM 99» no está", name="no such objective")
    yield cells("Objetivo", 7, told="«7» no está en la lista", name="objective without instrument")
    yield cells("Empezó antes del Pacto", "quizá", told="Escriba «Sí» o «No»", name="perhaps")
    yield cells("Descripción", "a_x0007_", told="no se ven", name="bell")
    yield cells("Descripción", "a\u202egpj.exe", told="no se ven", name="turned text")
    yield cells("Descripción", "a\ufeffb\u200bc", told="no se ven", name="unseen spaces")
    yield cells("Descripción", "x" * 32_767, told="32,767 letras", name="32,767 letters")
    yield cells("Estado", "Validada", told="El estado no se cambia", name="state")
    yield cells("Descripción", "=cmd|' /C calc'!A0", told="La fórmula no tiene", name="command")
    long_title = "x" * 301
    yield HostileFile(
        "long name", lambda: table(["N1", long_title, "Plan"]), "301 letras", refused=False
    )
    unknown = "No hay ninguna intervención de MIMP con el código"
    yield HostileFile("no such code", lambda: table(["PE-ZZZZZ", "a", "Plan"]), unknown, False)
    yield HostileFile(
        "code with a tail", lambda: table(["PE-ZZZZZZZZZ", "a", "Plan"]), unknown, False
    )


def others() -> Iterator[HostileFile]:
    def child(sheet: str, header: list, *rows: list) -> Callable[[], bytes]:
        return lambda: table(ROW, **{sheet: [["Código", *header], *rows]})

    text = ["Resultado", "Cifra", "Unidad"]
    yield HostileFile(
        "orphan", child("Resultados", text, ["N9", "a"]), "tiene el código «N9»", refused=False
    )
    yield HostileFile(
        "no key", child("Resultados", text, ["", "a"]), "Falta el código", refused=False
    )
    yield HostileFile(
        "no unit", child("Resultados", text, ["N1", "a", 5]), "Indique la unidad", refused=False
    )
    yield HostileFile(
        "sheet without its columns", child("Resultados", ["Otra"]), "La hoja no se leyó", False
    )
    rows = [["N1", f"r{number}"] for number in range(300)]
    yield HostileFile("300 results", child("Resultados", text, *rows), "hasta corregirlas", False)
    evidence = ["Clase", "Título", "Dirección web"]
    for url in ("javascript:alert(1)", "ftp://x.pe/a", "http://", "//x"):
        yield HostileFile(
            f"address {url}",
            child("Sustentos", evidence, ["N1", "Enlace", "a", url]),
            "dirección web que empiece",
            refused=False,
        )
    partners = ["Entidad", "Función"]
    yield HostileFile(
        "own entity as partner",
        child("Otras entidades", partners, ["N1", "MIMP", "Donante"]),
        "ya es la responsable",
        refused=False,
    )
    yield HostileFile(
        "partner who leads",
        child("Otras entidades", partners, ["N1", "MINSA", "Entidad responsable"]),
        "no está en la lista",
        refused=False,
    )
    yield HostileFile(
        "no such partner",
        child("Otras entidades", partners, ["N1", "Nadie", "Donante"]),
        "«Nadie» no está",
        refused=False,
    )


def texts_apart() -> Iterator[HostileFile]:
    rows = [HEADER, ROW]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        yield HostileFile(
            f"CSV in {encoding}",
            lambda encoding=encoding: csv_of(rows, encoding),
            INCOMPLETE,
            refused=False,
            file_name="a.csv",
        )
    for delimiter in ",\t|":
        yield HostileFile(
            f"CSV with {delimiter!r}",
            lambda delimiter=delimiter: csv_of(rows, delimiter=delimiter),
            INCOMPLETE,
            refused=False,
        )
    yield HostileFile("sep=", lambda: b"sep=,\r\n" + csv_of(rows, delimiter=","), INCOMPLETE, False)
    mixed = "Código;Intervención;Tipo\rN1;Uno;\nN2;Dos;\r\n".encode("cp1252")
    yield HostileFile("mixed line ends", lambda: mixed, INCOMPLETE, refused=False)
    yield HostileFile("one column", lambda: b"hola\r\nmundo\r\n", "No se encuentran las columnas")
    quotes = 'Código;Intervención;Tipo\nN1;"abre y no cierra;\n'.encode("cp1252")
    yield HostileFile("open quotes", lambda: quotes, "revise las comillas")
    yield HostileFile("quotes inside", lambda: b'a;"b"c;d\n', "revise las comillas")
    yield HostileFile("undefined bytes", lambda: b"C\x81digo;Intervenci\x8dn\n", "no es un libro")
    yield HostileFile("UTF-16 cut short", lambda: b"\xff\xfea", "no es un libro de Excel")
    many = [HEADER, *[[f"N{number}", "x", ""] for number in range(21_000)]]
    yield HostileFile("21,000 lines", lambda: csv_of(many), "más de 20,000 filas")
    wide = [[*HEADER, *["x"] * 200]]
    yield HostileFile("200 fields", lambda: csv_of(wide), "más de 100 columnas")
    long_field = csv_of([HEADER, ["N1", "x" * 140_000, ""]])
    yield HostileFile("field of 140,000 letters", lambda: long_field, "no se entiende cerca")
    yield HostileFile("only line ends", lambda: b"\r\n" * 9000, "No se encuentran las columnas")
    page = b"<html><table><tr><td>hola</td></tr></table></html>"
    yield HostileFile("web page", lambda: page, "No se encuentran", file_name="a.xls")
    yield HostileFile("JSON", lambda: b'{"a": [1, 2]}', "", file_name="a.json")
    yield HostileFile("workbook named .csv", plain, INCOMPLETE, False, "a.csv")
    nul = "Código;Intervención;Tipo;Descripción\nN1;x;;a".encode() + b"\0" * 3
    yield HostileFile("NUL", lambda: nul, "no es un libro de Excel")
    late = csv_of([[*HEADER, "Descripción"], *[["", "", "", ""]] * 900, [*ROW, "a\0b"]])
    yield HostileFile("NUL far below", lambda: late, "no se ven", refused=False)


def hostile_files() -> list[HostileFile]:
    """All of them."""
    found = [*packages(), *sheets(), *values(), *others(), *texts_apart()]
    names = [file.name for file in found]
    assert len(names) == len(set(names)), sorted(names)
    return found
