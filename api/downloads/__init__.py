"""Rows as files that anybody's tools read: CSV, Excel, JSON, JSON Lines and Parquet.

`cells` keeps a text harmless where a spreadsheet opens it, `columns` says what a flat file holds,
`writers` turn rows into bytes, `answer` speaks HTTP, `links` says on a page where they are.
"""
