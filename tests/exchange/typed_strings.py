"""What people type, and what it is taken for by the web, by Excel and by the API; nothing where it
is refused.
"""

START = {
    "2024": ("2024-01-01", "year"),
    "marzo 2024": ("2024-03-01", "month"),
    "mayo de 2024": ("2024-05-01", "month"),
    "Setiembre del 2023": ("2023-09-01", "month"),
    "sept. 2023": ("2023-09-01", "month"),
    "03/2021": ("2021-03-01", "month"),
    "3-2021": ("2021-03-01", "month"),
    "2021-03": ("2021-03-01", "month"),
    "15.03.2021": ("2021-03-15", "day"),
    "2021-03-15": ("2021-03-15", "day"),
    "15/03/2021": ("2021-03-15", "day"),
    "15-3-2021": ("2021-03-15", "day"),
    "15 de marzo de 2021": ("2021-03-15", "day"),
    "1.º de mayo de 2024": ("2024-05-01", "day"),
    "15\u00a0de\u00a0marzo de 2021": ("2021-03-15", "day"),
    "mediados de 2020": None,
    "desde 2019": None,
    "verano 2020": None,
    "enerp 2021": None,
    "31/02/2021": None,
    "15/03/21": None,
    "45000": None,
}
END = {
    "fines de 2021": None,
    "13/2021": None,
    "2025": ("2025-12-31", "year"),
    "02/2024": ("2024-02-29", "month"),
    "febrero del 2023": ("2023-02-28", "month"),
}
FIGURE = {
    "0,125": ("0.1250", "km"),
    "0,250": ("0.2500", "km"),
    "0,500": ("0.5000", "km"),
    "0.125": ("0.1250", "km"),
    "12,5": ("12.5000", "km"),
    "1,234.50": ("1234.5000", "km"),
    "1.234,50": ("1234.5000", "km"),
    "21,522": ("21522.0000", "km"),
    "1 234": ("1234.0000", "km"),
    "\u22125": ("-5.0000", "km"),
    "12.3450": ("12.3450", "km"),
    "12.345": None,
    "1,23,4": None,
    "1,234.567,8": None,
    "cien": None,
    "1e5": None,
}
PERCENT = {"85%": ("85.0000", "%"), "12,5 %": ("12.5000", "%"), "40 por ciento": ("40.0000", "%")}
WOMEN = {"12,345": ("12345.0000", "mujeres"), "12.345": None, "12.5": None, "85%": None}
BUDGET = {
    "S/ 1,200,000.00": ("1200000.00", "PEN"),
    "S/. 500": ("500.00", "PEN"),
    "US$ 1,500.50": ("1500.50", "USD"),
    "1200 soles": ("1200.00", "PEN"),
    "€ 300": ("300.00", "EUR"),
    "1,200": None,
    "$ 300": None,
    "85%": None,
    "mil": None,
}
ADDRESS = {
    "www.gob.pe/x": "https://www.gob.pe/x",
    "gob.pe": "https://gob.pe",
    "https://www.gob.pe/": "https://www.gob.pe/",
    "ftp://x.pe/a": None,
    "javascript:alert(1)": None,
}
TITLE = {
    "Mesa\nde trabajo": "Mesa de trabajo",
    "Migra\u00adción labo\u200bral": "Migración laboral",
    "Atencio\u0301n": "Atención",
    "\uf0b7 Taller": "Taller",
}
DESCRIPTION = {
    "Uno\n\uf0b7 dos\n- tres\n▪ cuatro\n✓ cinco": "Uno\n• dos\n• tres\n• cuatro\n• cinco",
    "•\tuno\r\n-5 grados": "• uno\n-5 grados",
    "Pro\u00adtec\u00adcio\u0301n": "Protección",
}
NORM_DATE = {
    "2017": "2017",
    "abril de 2017": "2017-04",
    "04/2017": "2017-04",
    "27/04/2017": "2017-04-27",
    "2017-04-27": "2017-04-27",
    "mediados de 2020": None,
    "13/2021": None,
}
"""Of a norm: as exact as it is known."""

KINDS = {
    "start": START,
    "end": END,
    "figure": FIGURE,
    "percent": PERCENT,
    "women": WOMEN,
    "budget": BUDGET,
    "address": ADDRESS,
    "norm date": NORM_DATE,
    "title": TITLE,
    "description": DESCRIPTION,
}
UNITS = {"figure": "km", "percent": "", "women": "mujeres"}
