"""The web server's logs, without the tokens of links."""

from typing import Any

from gunicorn.glogging import Logger

from mtigm.secret_links import SecretLinksFilter, hide


class MaskedLogger(Logger):
    """gunicorn's logs without tokens: a request's line and path, and the page it came from.

    A page with a token in its address names itself as the referrer of its own style sheet.
    """

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """What a line of the access log may be made of."""
        atoms = super().atoms(resp, req, environ, request_time)
        return {
            name: hide(value) if isinstance(value, str) else value for name, value in atoms.items()
        }

    def setup(self, cfg: Any) -> None:
        """Also the error log, which quotes a request that failed."""
        super().setup(cfg)
        self.error_log.addFilter(SecretLinksFilter())
