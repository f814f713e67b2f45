"""Everything that makes it safe to put RuleBridge on a network, in the right order.

Example:
    >>> from corpus.settings import Settings
    >>> check_exposure(Settings(), "127.0.0.1")
"""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.settings import Settings
from ui.logs.request_id import RequestId
from ui.safety.access_log import AccessLog
from ui.safety.accounts import Accounts
from ui.safety.addresses import Peers, networks
from ui.safety.bodies import UPLOAD_PATIENCE, Bodies
from ui.safety.discretion import Discreet, hush
from ui.safety.exposure import check_exposure, is_exposed
from ui.safety.gate import Gate
from ui.safety.headers import SelfContained
from ui.safety.hosts import Hosts
from ui.safety.identifying import AtThisMachine, Identify
from ui.safety.keys import Keys
from ui.safety.login import Login
from ui.safety.origin import SameOrigin
from ui.safety.patience import impatient
from ui.safety.question_log import QuestionLog
from ui.safety.rates import Rates
from ui.safety.reader import identity, reader_of
from ui.safety.secret import secret_of
from ui.safety.sessions import Sessions
from ui.safety.shape import Shape

__all__ = ["check_exposure", "guarded", "identity", "reader_of", "uvicorn_options"]

_CONNECTIONS = 200
"""Most connections from one address: an office, in which everybody has a few pages open."""

_ALL_CONNECTIONS = 1000


def guarded(
    app: ASGIApp, settings: Settings, host: str, questions: QuestionLog | None = None
) -> ASGIApp:
    """The application behind its guards.

    Read from below, in the order in which a request meets them: whence it comes, what is logged
    and which headers go out, what is told of a failure, whether it is well-formed and meant for
    us, its size and speed, who asks, whether another site asks in their name, how often, whether
    they may.

    Args:
        app: The application, with everything it answers.
        settings: What is allowed.
        host: The address that is listened at.
        questions: Kept questions, shortened once a day.

    Raises:
        Unprotected: Others could reach it without signing in.
    """
    check_exposure(settings, host)
    hush()
    exposed = is_exposed(settings, host)
    secret = secret_of(settings.home)
    inner: ASGIApp = app
    if exposed:
        accounts, keys = Accounts(settings.users_path), Keys(settings.keys_path)
        sessions = Sessions(accounts, secret, settings.session_hours, settings.home / "signed-out")
        inner = Login(inner, accounts, sessions, secret)
        inner = Gate(inner, login=lambda: bool(accounts))
        inner = Rates(inner, settings.rate_asks_per_minute, settings.rate_requests_per_minute)
        inner = SameOrigin(inner)
        inner = Identify(inner, sessions, keys, settings.proxy_user_header)
    else:
        inner = Gate(inner)
        inner = SameOrigin(inner)
        inner = AtThisMachine(inner)
    files = settings.max_upload if settings.uploads else 0
    inner = Bodies(inner, settings.max_body, settings.request_timeout, files)
    inner = Hosts(inner, settings.allowed_hosts, exposed=exposed)
    inner = Shape(inner)
    inner = Discreet(inner)
    inner = SelfContained(inner)
    inner = AccessLog(inner, secret, each=questions.prune if questions else None)
    inner = Peers(inner, settings.proxy_addresses, settings.proxy_user_header)
    inner = RequestId(inner)
    return _OnlyHttp(inner)


def uvicorn_options(settings: Settings) -> dict[str, Any]:
    """What ``uvicorn.Config`` has to be told: no trust in proxies of its own, and limits.

    Args:
        settings: How long a request may take to arrive.
    """
    proxies = networks(settings.proxy_addresses)
    return {
        "http": impatient(
            settings.request_timeout,
            _CONNECTIONS,
            proxies,
            UPLOAD_PATIENCE if settings.uploads else 1,
        ),
        "ws": "none",
        "proxy_headers": False,
        "server_header": False,
        "access_log": False,
        # Its lines go where all others go, in the same form.
        "log_config": None,
        "timeout_keep_alive": 15,
        "limit_concurrency": _ALL_CONNECTIONS,
        "h11_max_incomplete_event_size": 65_536,
    }


class _OnlyHttp:
    """Closes web sockets, which nothing here uses."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.app(scope, receive, send)
