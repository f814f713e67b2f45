"""A page for addresses that nothing answers, where Gradio would send a reader a line of JSON."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.safety.refusal import refusal, wants_page


class Lost:
    """Puts a page in the place of "not found" for people; programs get what they got.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer it where nothing did."""
        if scope["type"] != "http" or not wants_page(scope):
            await self.app(scope, receive, send)
            return
        lost = False

        async def sent(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                lost = message["status"] == 404 and kind.startswith(b"application/json")
            if not lost:
                await send(message)

        await self.app(scope, receive, sent)
        if lost:
            await refusal(scope, 404, "no_such_page")(scope, receive, send)
