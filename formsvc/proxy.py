"""The address of the person who asks, when proxies stand in front.

The number of proxies is set by hand. One too few puts everybody into one bucket of the limits; one
too many lets everybody choose an address.
"""

from __future__ import annotations

import structlog
from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from formsvc.config import Config

FORWARDED = {
    f"HTTP_{name}" for name in ("FORWARDED", "X_FORWARDED_FOR", "X_FORWARDED_PROTO", "X_REAL_IP")
}
"""The headers of proxies, by their names in the environment of a request."""
log = structlog.get_logger()


def attach(app: Flask, config: Config) -> None:
    """Believe exactly the proxies that the settings name; with none, say once that one shows."""
    hops = config.proxy_hops
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    else:
        app.before_request(_Watch())


class _Watch:
    """Warns of a forwarded header that nobody told us to expect."""

    __name__ = "watch_for_proxies"

    def __init__(self) -> None:
        self.warned = False

    def __call__(self) -> None:
        if not self.warned and not FORWARDED.isdisjoint(request.environ):
            self.warned = True
            log.warning(
                "a proxy seems to stand in front; its header is not believed",
                hint="set XCHANGE_PROXY_HOPS to the number of proxies",
            )
