"""How interventions leave for a spreadsheet and come back.

`tables` says which columns there are; `workbook` writes them and `reading` reads what comes back,
within bounds; `understanding` turns cells into values or into messages that a person can act on;
`comparing` says what each row would change. Nothing here writes to the database: that is
`interventions.actions.importing`.
"""
