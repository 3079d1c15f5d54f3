"""Files that people hand over as documents: judged by what they hold, scanned. No tables."""
