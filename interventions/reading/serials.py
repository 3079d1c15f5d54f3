"""Days as spreadsheets number them. It imports nothing of the framework: the process that reads
files needs it.
"""

from datetime import date

EARLIEST, LATEST = 1900, 2100
"""Years that are taken for one."""

FIRST_SERIAL, LAST_SERIAL = 20_000, 75_000
"""Numbers that a date of Excel may have lost its format to (1954 to 2105)."""

EXCEL_EPOCH = date(1899, 12, 30)


def serial_of(cell: date) -> int:
    """The number of a day."""
    return (date(cell.year, cell.month, cell.day) - EXCEL_EPOCH).days


def is_trap(cell: object) -> bool:
    """Whether a cell is a year that a spreadsheet took for a day's number (2024: July 1905)."""
    return isinstance(cell, date) and EARLIEST <= serial_of(cell) <= LATEST
