"""What gunicorn reads wherever it is started from here; options of the command line win."""

from mtigm.access_log import MaskedLogger

logger_class = MaskedLogger
