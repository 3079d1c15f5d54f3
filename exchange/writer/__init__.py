"""The files that leave: the workbook of an entity and the form of one intervention."""
