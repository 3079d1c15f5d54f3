"""What people type and send, read once for every door: web, Excel, CSV, API and back-office.

Pure functions: a text or a cell in, a value out. A `ValueError` says in Spanish what is expected
and quotes what was typed. No model, no request, no file.
"""
