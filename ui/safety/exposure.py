"""Whether others can reach the server, and whether it may then start."""

from __future__ import annotations

from corpus.errors import RuleBridgeError
from corpus.settings import Settings
from ui.safety.accounts import Accounts
from ui.safety.addresses import parsed
from ui.safety.keys import Keys


class Unprotected(RuleBridgeError):
    """Others could reach the server, and nobody would have to sign in."""

    code = "unprotected"


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine.

    A name that merely resolves to this machine today does not count.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    address = parsed(host)
    if address is not None:
        return address.is_loopback
    name = host.lower().removesuffix(".")
    return name == "localhost" or name.endswith(".localhost")


def is_exposed(settings: Settings, host: str) -> bool:
    """Whether readers have to sign in.

    They have to at any address but a loopback one, and also there once the settings speak of a
    proxy or of a public name: then others reach this machine's own address through it.
    """
    return (
        not is_loopback(host)
        or settings.proxy_user_header is not None
        or bool(settings.proxy_addresses)
        or not all(is_loopback(name) for name in settings.allowed_hosts)
    )


def decided(settings: Settings, host: str) -> Settings:
    """The settings, with what hangs on who can reach the server and was not said decided.

    Args:
        settings: As they were given.
        host: The address that is listened at.
    """
    if settings.uploads is not None:
        return settings
    return settings.model_copy(update={"uploads": not is_exposed(settings, host)})


def check_exposure(settings: Settings, host: str) -> None:
    """Refuse to be reachable by others without anybody having to sign in.

    Args:
        settings: Where users, keys and proxies are named.
        host: The address that is listened at.

    Raises:
        Unprotected: There is no user, no key and no proxy that signs readers in, or the proxy's
            address is missing.
    """
    if settings.proxy_user_header and not settings.proxy_addresses:
        raise Unprotected(
            "RULEBRIDGE_PROXY_USER_HEADER is believed only from a known proxy; name its address in "
            "RULEBRIDGE_PROXY_ADDRESSES."
        )
    if not is_exposed(settings, host):
        return
    if settings.proxy_user_header or Accounts(settings.users_path) or Keys(settings.keys_path):
        return
    raise Unprotected(
        f"Others could reach RuleBridge at {host} without signing in; first add a reader with "
        "`rulebridge users add NAME` or an API key with `rulebridge keys add NAME`, or name a "
        "proxy's header in RULEBRIDGE_PROXY_USER_HEADER."
    )
