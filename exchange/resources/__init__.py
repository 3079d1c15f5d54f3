"""The catalogues as they travel by spreadsheet: shape and words; what is written, actions write."""
