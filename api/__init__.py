"""What every REST face shares: paging, parameters, errors, schema, downloads. No tables."""
