"""Hostile and clumsy contents: values, other sheets, texts apart; and the list of all files."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from tests.exchange.books import csv_of
from tests.exchange.hostile_files import (
    HEADER,
    INCOMPLETE,
    ROW,
    HostileFile,
    cells,
    packages,
    plain,
    sheets,
    table,
)
from tests.exchange.hostile_small import small_files


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
    yield cells("Moneda", "pesetas", told="código de tres letras", name="currency in words")
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
            partial(csv_of, rows, encoding),
            INCOMPLETE,
            refused=False,
            file_name="a.csv",
        )
    for delimiter in ",\t|":
        yield HostileFile(
            f"CSV with {delimiter!r}",
            partial(csv_of, rows, delimiter=delimiter),
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
    number = "Código;Intervención;Tipo;Presupuesto\nN1;x;;" + "5 " * 1200 + "\0\n"
    yield HostileFile("NUL in a number", number.encode, "sin palabras", refused=False)
    late = csv_of([[*HEADER, "Descripción"], *[["", "", "", ""]] * 900, [*ROW, "a\0b"]])
    yield HostileFile("NUL far below", lambda: late, "no se ven", refused=False)


def hostile_files() -> list[HostileFile]:
    """All of them."""
    found = [*packages(), *sheets(), *values(), *others(), *texts_apart(), *small_files()]
    names = [file.name for file in found]
    assert len(names) == len(set(names)), sorted(names)
    return found
