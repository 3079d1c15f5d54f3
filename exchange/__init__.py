"""How interventions leave for a spreadsheet and come back.

`tables` says which columns there are; `writer` makes the files and `reader` reads what comes back,
within bounds: `interpretation` turns cells into values or into messages that a person can act on,
`comparison` says what each row would change. Only `actions` writes to the database.
"""
