"""Asks publishers over HTTP: checked addresses, redirects by hand, retries, limits.

Every hop is a connection of its own, to an address that was checked, with the certificate checked
for the host's name; through a proxy only the name can be checked, see `proxies.py`. No cookies, no
state between requests.
"""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import NoReturn

import httpx
import tenacity

from corpus.errors import FetchFailed, PublisherRefuses, UnsafeDownload
from ingest.fetching.addresses import AddressRules, shown
from ingest.fetching.body import read_body
from ingest.fetching.failing import broke_off, refused_by, too_slow, unconnected
from ingest.fetching.messages import Answer, Request
from ingest.fetching.patience import PATIENT, Patience, retry_after
from ingest.fetching.proxies import Proxy, ProxyFor, direct
from ingest.fetching.tool import TOOL

_log = logging.getLogger(__name__)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_HOPS = 6
_FIRST_WAIT = 0.5


class _Passing(Exception):
    """A failure that may pass: ask again, after ``wait`` seconds if the publisher said so."""

    def __init__(self, failure: FetchFailed, wait: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


class Fetcher:
    """Asks publishers, patiently within limits.

    Args:
        patience: Limits of time and tries.
        rules: What may be connected to.
        sleep: Waits between tries.
        clock: Seconds from any fixed moment.
        proxy_for: Which hosts are asked through a proxy; none where not given.
    """

    def __init__(
        self,
        patience: Patience = PATIENT,
        *,
        rules: AddressRules | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        proxy_for: ProxyFor = direct,
    ) -> None:
        self.patience = patience
        self.rules = rules or AddressRules()
        self._sleep = sleep
        self._clock = clock
        self.proxy_for = proxy_for

    def patient(self, patience: Patience) -> Fetcher:
        """The same with other limits."""
        return Fetcher(
            patience,
            rules=self.rules,
            sleep=self._sleep,
            clock=self._clock,
            proxy_for=self.proxy_for,
        )

    def now(self) -> float:
        """Seconds from a fixed moment."""
        return self._clock()

    def get(self, request: Request) -> Answer:
        """Ask, and ask again where the failure may pass.

        Returns:
            A complete answer with status 200, 206 or 304.

        Raises:
            FetchFailed: One of its kinds, with a sentence for the reader.
        """
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.patience.attempts),
            wait=self._wait,
            retry=tenacity.retry_if_exception_type(_Passing),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, request)
        except _Passing as passing:
            raise passing.failure from passing

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _Passing) and error.wait is not None:
            return error.wait
        jittered = tenacity.wait_random_exponential(_FIRST_WAIT, max=self.patience.longest_wait)
        return jittered(state)

    def _once(self, request: Request) -> Answer:
        deadline = self._clock() + self.patience.total
        url, seen = _address(request.url), set[str]()
        for _ in range(_HOPS):
            url = self.rules.checked(url, request.hosts)
            if str(url) in seen:
                break
            seen.add(str(url))
            with self._opened(url, request, deadline) as response:
                if response.status_code not in _REDIRECTS:
                    return self._answer(url, response, request, deadline)
                target = response.headers.get("Location", "")
            url = _address(target, url)
        raise UnsafeDownload(
            f"{url.host} redirects round in circles or too often; nothing was fetched.",
            host=url.host,
        )

    @contextmanager
    def _opened(
        self, url: httpx.URL, request: Request, deadline: float
    ) -> Iterator[httpx.Response]:
        """An answer whose body is still to come, from the first address that can be reached."""
        port = url.port or (443 if url.scheme == "https" else 80)
        proxy = self.proxy_for(url.host)
        if proxy:
            addresses = [url.host]
        else:
            addresses = self.rules.addresses(url.host, port, self.patience.connect)
        for place, address in enumerate(addresses, start=1):
            try:
                with self._sent(url, address, request, deadline, proxy) as response:
                    yield response
                    return
            except httpx.ProxyError as error:
                raise refused_by(proxy, url.host, error) from error
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                _log.debug("%s at %s: %r", url.host, address, error)
                if place == len(addresses):
                    raise unconnected(url.host, error, proxy) from error
            except (httpx.HTTPError, httpx.StreamError, RuntimeError, OSError) as error:
                _log.debug("%s: %r", shown(url), error)
                if self._clock() >= deadline:
                    raise too_slow(url.host, self.patience.total) from error
                raise _Passing(broke_off(url.host, error)) from error

    @contextmanager
    def _sent(
        self,
        url: httpx.URL,
        address: str,
        request: Request,
        deadline: float,
        proxy: Proxy | None,
    ) -> Iterator[httpx.Response]:
        patience = self.patience
        headers = {
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "User-Agent": TOOL,
            **request.headers,
            "Host": url.netloc.decode("ascii"),
        }
        timeout = httpx.Timeout(patience.read, connect=patience.connect)
        sent = httpx.Request(
            "GET",
            url.copy_with(host=address),
            headers=headers,
            extensions={"sni_hostname": url.host, "timeout": timeout.as_dict()},
        )
        # The bare transport: a client would follow, remember and read the environment.
        with httpx.HTTPTransport(
            verify=_certificates(),
            limits=httpx.Limits(max_keepalive_connections=0),
            proxy=_as_httpx(proxy) if proxy else None,
        ) as transport:
            # Read time-outs count silence only; a server that sends a header byte by byte is
            # stopped by closing the connection under it.
            stop = threading.Timer(max(0.0, deadline - self._clock()), transport.close)
            stop.daemon = True
            stop.start()
            try:
                response = transport.handle_request(sent)
                response.request = sent
                try:
                    yield response
                finally:
                    response.close()
            finally:
                stop.cancel()

    def _answer(
        self, url: httpx.URL, response: httpx.Response, request: Request, deadline: float
    ) -> Answer:
        status = response.status_code
        if status in _LATER:
            self._later(url, response)
        if status not in (200, 206, 304):
            raise PublisherRefuses(
                f"{url.host} answers {status} for {shown(url)}"
                + ("; it asks for a browser." if status == 202 else ".")
                + " Try again later, or put the file into a source folder by hand.",
                host=url.host,
            )
        answer = Answer(status, str(url), response.headers)
        whole = "Range" in request.headers and status != 206
        if request.limit is None or status == 304 or whole:
            return answer

        def progress(done: int, total: int | None) -> None:
            if self._clock() > deadline:
                raise too_slow(url.host, self.patience.total)
            request.progress(done, total)

        digest, size = read_body(response, request.sink, request.limit, progress)
        return Answer(status, str(url), response.headers, digest, size)

    def _later(self, url: httpx.URL, response: httpx.Response) -> NoReturn:
        wait = retry_after(response.headers.get("Retry-After"))
        failure = PublisherRefuses(
            f"{url.host} answers {response.status_code}, which says “later”; try again"
            + (f" in {wait:.0f} s." if wait else " later."),
            host=url.host,
        )
        if wait is not None and wait > self.patience.longest_wait:
            raise failure
        raise _Passing(failure, wait)


def _as_httpx(proxy: Proxy) -> httpx.Proxy:
    secure = proxy.url.scheme == "https"
    return httpx.Proxy(proxy.url, ssl_context=_certificates() if secure else None)


@cache
def _certificates() -> ssl.SSLContext:
    """Who is believed: the usual authorities, or those of SSL_CERT_FILE."""
    return httpx.create_ssl_context()


def _address(given: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        return base.join(given) if base else httpx.URL(given)
    except (httpx.InvalidURL, ValueError) as error:
        host = base.host if base else "?"
        raise UnsafeDownload(
            f"{host} leads to something that is no address; nothing was fetched.", host=host
        ) from error
