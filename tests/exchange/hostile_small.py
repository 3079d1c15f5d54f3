"""Small files that ask for much: minutes or gigabytes from some kilobytes, each by another road."""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from tests.exchange.books import csv_of
from tests.exchange.hostile_files import (
    HAND_ROWS,
    HEAD,
    HEADER,
    INCOMPLETE,
    SHEET,
    TEXTS,
    HostileFile,
    inline,
    patched,
    plain,
    sheet_of,
    table,
    with_parts,
    with_shared_texts,
)

NOT_EXCELS = "instrucciones que Excel no escribe"
TOO_MUCH = "más tiempo o memoria"
UNREAD = "no se leyeron"
WORKBOOK, STYLES, RELATIONS, TYPES = (
    "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
)  # fmt: skip


def repeated(piece: bytes, times: int) -> bytes:
    """A piece so often; "%d" in it is which one it is."""
    if b"%d" not in piece:
        return piece * times
    return b"".join(piece.replace(b"%d", b"%d" % number) for number in range(times))


def inside(
    part: str, start: bytes, piece: bytes, times: int, end: bytes = b""
) -> Callable[[], bytes]:
    """The plain workbook with pieces as the last thing inside a part's root.

    Made when it is asked for, as all here: they are large.
    """

    def change(data: bytes) -> bytes:
        place = data.rindex(b"</")
        return data[:place] + start + repeated(piece, times) + end + data[place:]

    body = with_shared_texts if part == TEXTS else plain
    return lambda: patched(body(), part, change)


def rows_of(piece: bytes, times: int, end: bytes = b"") -> Callable[[], bytes]:
    """A sheet with the header and a piece so often below it."""
    return lambda: sheet_of(f'<row r="1">{HEAD}</row>{(repeated(piece, times) + end).decode()}')


def packed_as(method: int, spaces: int = 0) -> bytes:
    """The plain workbook, its sheet packed by another method."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(plain())) as old, zipfile.ZipFile(out, "w", 8) as written:
        for info in old.infolist():
            is_sheet = info.filename == SHEET
            data = old.read(info) + b" " * (spaces if is_sheet else 0)
            written.writestr(info.filename, data, method if is_sheet else 8)
    return out.getvalue()


def unknown_method() -> bytes:
    """Both directories say that a part is packed by a method that nobody has."""
    body = bytearray(plain())
    for sign, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        body[body.index(sign) + place] = 97
    return bytes(body)


def many_entries() -> bytes:
    """A directory of 150,000 members, all of them the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        written.writestr("a", b"")
    body = out.getvalue()
    start, end = body.index(b"PK\x01\x02"), body.rindex(b"PK\x05\x06")
    return body[:start] + body[start:end] * 150_000 + body[end:]


def comments() -> Iterator[HostileFile]:
    for part in (SHEET, TEXTS, WORKBOOK, STYLES, RELATIONS, TYPES):
        name = f"comment of 39 MB in {part}"
        yield HostileFile(name, inside(part, b"<!--", b"x", 39_000_000, b"-->"), NOT_EXCELS)
    yield HostileFile(
        "comment without end", lambda: sheet_of(HAND_ROWS + "<!--" + "x" * 30_000_000), NOT_EXCELS
    )
    yield HostileFile(
        "instruction of 30 MB",
        inside(SHEET, b"<?x ", b"y", 30_000_000, b"?>"),
        NOT_EXCELS,
    )
    yield HostileFile("tag of 30 MB", inside(SHEET, b"<", b"y", 30_000_000, b"/>"), NOT_EXCELS)
    yield HostileFile(
        "attribute of 30 MB",
        inside(SHEET, b'<y a="', b"y", 30_000_000, b'"/>'),
        NOT_EXCELS,
    )
    yield HostileFile(
        "1.5 million small comments", inside(SHEET, b"", b"<!---->", 1_500_000), "", refused=False
    )
    yield HostileFile(
        "text of 30 MB outside cells", inside(SHEET, b"", b"y", 30_000_000), INCOMPLETE, False
    )
    yield HostileFile(
        "CDATA of 30 MB",
        inside(SHEET, b"<![CDATA[", b"y", 30_000_000, b"]]>"),
        "",
        False,
    )


def marks() -> Iterator[HostileFile]:
    yield HostileFile(
        "row with 1.5 million attributes",
        lambda: rows_of(b"<row" + repeated(b' a%d=""', 1_500_000) + b"/>", 1)(),
        NOT_EXCELS,
    )
    few = b"".join(b' a%d=""' % number for number in range(1_900))
    yield HostileFile("2,000 rows with 1,900 attributes", rows_of(b"<x" + few + b"/>", 2_000), "")
    yield HostileFile(
        "1,500 rows with 1,900 attributes", rows_of(b"<x" + few + b"/>", 1_500), "ninguna"
    )
    yield HostileFile("a million names", rows_of(b"<n%d/>", 1_000_000), NOT_EXCELS)
    yield HostileFile(
        "9 million elements", lambda: sheet_of("<a/>" * 9_000_000), "demasiadas celdas o marcas"
    )
    deep = 1_200_000
    yield HostileFile("nested a million deep", lambda: sheet_of("<a>" * deep + "</a>" * deep), "")
    yield HostileFile("7 million shared texts", inside(TEXTS, b"", b"<si/>", 7_000_000), "demasiad")
    yield HostileFile(
        "a million shared texts", inside(TEXTS, b"", b"<si/>", 1_000_000), "demasiados textos"
    )
    yield HostileFile(
        "2 million empty cells", rows_of(b"<row>" + b"<c/>" * 95 + b"</row>", 20_000), "celdas"
    )
    errors = b'<c t="e"><v>#N/A</v></c>' * 30
    yield HostileFile(
        "half a million errors", rows_of(b"<row>" + errors + b"</row>", 19_000), "celdas con error"
    )
    formulas = b"<c><f>1+1</f></c>" * 25
    yield HostileFile(
        "half a million formulas",
        rows_of(b"<row>" + formulas + b"</row>", 19_000),
        "fórmulas sin calcular",
    )
    corner = inline("CV20001", "x")
    yield HostileFile(
        "corner of what is read",
        lambda: sheet_of(f'{HAND_ROWS}</row><row r="20001">{corner}</row>'),
        INCOMPLETE,
        refused=False,
    )
    yield HostileFile(
        "400,000 merged ranges",
        inside(SHEET, b"", b'<mergeCell ref="B%d:C%d"/>', 400_000),
        INCOMPLETE,
        refused=False,
    )
    yield HostileFile(
        "900,000 relations",
        inside(RELATIONS, b"", b'<Relationship Id="a" Target="b"/>', 900_000),
        "demasiadas partes",
    )
    yield HostileFile(
        "500,000 different relations",
        inside(RELATIONS, b"", b'<Relationship Id="a%d" Target="b%d"/>', 500_000),
        "demasiad",
    )
    yield HostileFile(
        "half a million number formats",
        lambda: patched(
            plain(),
            STYLES,
            lambda data: data.replace(
                b"<fonts",
                b"<numFmts>"
                + repeated(b'<numFmt numFmtId="%d" formatCode="0"/>', 500_000)
                + b"</numFmts><fonts",
                1,
            ),
        ),
        "",
    )
    yield HostileFile(
        "1.5 million styles",
        inside(STYLES, b"<cellXfs>", b'<xf numFmtId="14"/>', 1_500_000, b"</cellXfs>"),
        "",
        refused=False,
    )


def packages() -> Iterator[HostileFile]:
    yield HostileFile("lzma", lambda: packed_as(zipfile.ZIP_LZMA), NOT_EXCELS)
    yield HostileFile(
        "lzma of 180 MB", lambda: packed_as(zipfile.ZIP_LZMA, 180_000_000), NOT_EXCELS
    )
    yield HostileFile(
        "bzip2 of 180 MB", lambda: packed_as(zipfile.ZIP_BZIP2, 180_000_000), NOT_EXCELS
    )
    yield HostileFile("unknown method", unknown_method, NOT_EXCELS)
    yield HostileFile(
        "lzma in a part that nobody reads",
        lambda: with_lzma_picture(200_000_000),
        NOT_EXCELS,
    )
    yield HostileFile("stored", lambda: packed_as(zipfile.ZIP_STORED), INCOMPLETE, refused=False)
    yield HostileFile("150,000 members", many_entries, "demasiadas partes")
    yield HostileFile(
        "bomb in a part that nobody reads",
        lambda: with_parts(**{"xl/media/a.png": b"\0" * 200_000_000}),
        INCOMPLETE,
        refused=False,
    )
    yield HostileFile("comment of the zip", lambda: commented(b"x" * 60_000), INCOMPLETE, False)


def with_lzma_picture(size: int) -> bytes:
    out = BytesIO(plain())
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("xl/media/a.png", b"\0" * size, zipfile.ZIP_LZMA)
    return out.getvalue()


def commented(text: bytes) -> bytes:
    out = BytesIO(plain())
    with zipfile.ZipFile(out, "a") as book:
        book.comment = text
    return out.getvalue()


def texts_apart() -> Iterator[HostileFile]:
    header = ";".join(HEADER).encode("cp1252")
    yield HostileFile(
        "9 million commas", lambda: b"a" + b"," * 9_000_000, "demasiadas columnas o filas"
    )
    yield HostileFile(
        "9 million semicolons below a header",
        lambda: header + b"\n" + b";" * 9_000_000,
        "demasiadas columnas o filas",
    )
    yield HostileFile(
        "rows of 99 empty fields",
        lambda: header + b"\n" + (b";" * 98 + b"\n") * 90_000,
        "demasiad",
    )
    yield HostileFile("10 million line ends", lambda: b"\n" * 10_000_000, "demasiadas líneas")
    yield HostileFile("4 million quoted nothings", lambda: b'"";' * 3_300_000, "demasiad")
    yield HostileFile("only quotes", lambda: b'"' * 10_000_000, "")
    yield HostileFile(
        "10 MB with one emoji",
        lambda: "Código;Intervención;Tipo\n😀;x;\n".encode() + b"a;b;\n" * 1_900_000,
        "demasiad",
    )
    yield HostileFile(
        "10 MB in one field", lambda: header + b"\n" + b"x" * 10_000_000, "no se entiende"
    )
    yield HostileFile(
        "10 MB of UTF-16", lambda: b"\xff\xfe" + "a;".encode("utf-16-le") * 2_500_000, "demasiad"
    )


def wrong_rows() -> Iterator[HostileFile]:
    wide = [*HEADER, "Presupuesto", "Moneda", "Ámbito", "Fecha de inicio", "Departamentos"]
    wrong = ["", "mil", "pesetas", "Nacionl", "ayer", "Taccna"]

    def rows(make: Callable[[int], list[str]], most: int = 19_990) -> list[list[str]]:
        return [make(number) for number in range(most)]

    def all_wrong(n: int) -> list[str]:
        return [f"N{n}", f"Ventanilla {n}", *wrong]

    def unknown_kind(n: int) -> list[str]:
        return [f"N{n}", f"Obra {n}", f"Tipo {n} raro"]

    def alike(n: int) -> list[str]:
        words = " ".join(f"palabra{(n + place) % 60:02}" for place in range(30))
        return [f"N{n}", f"{words[:290]} {n}", "Plan"]

    yield HostileFile(
        "19,990 rows all wrong", lambda: csv_of([wide, *rows(all_wrong)]), UNREAD, False
    )
    yield HostileFile(
        "19,990 wrong rows in Excel", lambda: table(*rows(all_wrong), header=wide), UNREAD, False
    )
    yield HostileFile(
        "19,990 unknown kinds", lambda: csv_of([HEADER, *rows(unknown_kind)]), UNREAD, False
    )
    yield HostileFile(
        "19,990 times the same key",
        lambda: csv_of([HEADER, *[["N1", "Ventanilla", ""]] * 19_990]),
        UNREAD,
        False,
    )
    yield HostileFile(
        "19,990 unknown codes",
        lambda: csv_of([HEADER, *rows(lambda n: [f"PE-{n:05}", f"Obra {n}", "Plan"])]),
        UNREAD,
        False,
    )
    yield HostileFile(
        "19,990 orphans",
        lambda: table(
            ["N0", "x", ""],
            Resultados=[["Código", "Resultado"], *rows(lambda n: [f"N{n + 1}", "a"])],
        ),
        "mensajes más",
        False,
    )
    yield HostileFile(
        "1,000 alike names", lambda: csv_of([HEADER, *rows(alike, 1_000)]), "se compararon", False
    )
    yield HostileFile(
        "1,000 rows with unseen letters",
        lambda: csv_of(
            [HEADER, *rows(lambda n: [f"N{n}", f"Obra\u200b {n}", "Plan"], 1_000)], "utf-8-sig"
        ),
        "no se ven",
        False,
    )
    columns = [[*HEADER, *[f"Columna rara {n}" for n in range(97)]], ["N1", "a", ""]]
    yield HostileFile("97 unknown columns", lambda: csv_of(columns), "no se nombran todas", False)
    many = [[*HEADER, "Departamentos"], ["N1", "a", "", "Tacna;" * 5_000]]
    yield HostileFile("5,000 times a department", lambda: csv_of(many), INCOMPLETE, False)
    lines = [[*HEADER, "Resultados"], ["N1", "a", "", "x\n" * 9_000]]
    yield HostileFile("9,000 lines of results", lambda: csv_of(lines), INCOMPLETE, False)
    for number in ("INF", "-INF", "NaN", "1e400", "1E+999", "-1e308"):
        dated = f'{HAND_ROWS}<c r="D2"><v>{number}</v></c></row>'
        yield HostileFile(
            f"date {number}",
            lambda dated=dated: sheet_of(
                dated.replace("</row>", inline("D1", "Fecha de inicio") + "</row>", 1)
            ),
            "No se entiende la fecha",
            refused=False,
        )
    yield HostileFile("date cell of a style, INF", styled_date("INF"), "", refused=False)
    yield HostileFile("date cell of a style, 1e300", styled_date("1e300"), "", refused=False)


def styled_date(number: str) -> Callable[[], bytes]:
    """A cell that Excel shows as a date, with a number that is none."""
    rows = f'{HAND_ROWS}<c r="D2" s="1"><v>{number}</v></c></row>'
    rows = rows.replace("</row>", inline("D1", "Fecha de inicio") + "</row>", 1)
    xfs = (
        b'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    )

    def make() -> bytes:
        def change(data: bytes) -> bytes:
            start = data.index(b"<cellXfs")
            end = data.index(b"</cellXfs>") + len(b"</cellXfs>")
            return data[:start] + xfs + data[end:]

        return patched(sheet_of(rows), STYLES, change)

    return make


def small_files() -> list[HostileFile]:
    """All of them."""
    return [*comments(), *marks(), *packages(), *texts_apart(), *wrong_rows()]
