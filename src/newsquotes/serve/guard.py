"""Who may ask a server, and how much: its own pages, whoever has the token, and nothing without a measure."""

from __future__ import annotations

import hmac
import re
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsquotes.wording import gettext

COOKIE = "newsquotes_token"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TOKEN = re.compile(r"[A-Za-z0-9._~-]+")
_SAFE = ("GET", "HEAD", "OPTIONS")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    return host in _LOOPBACK


def is_token(word: str) -> bool:
    """Whether a word can be shown in an address, a header and a cookie alike."""
    return _TOKEN.fullmatch(word) is not None


class Guard:
    """Middleware: who asks, from where, and how much is sent.

    Without a token, only requests to the loopback address are answered, by that name: a page elsewhere whose name was made
    to lead here is not. With one, whoever asks must show it. Pages of others cannot send anything in either case.
    """

    def __init__(self, app: ASGIApp, *, token: str | None, most_bytes: int) -> None:
        self.app, self.token, self.most = app, token, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if (refused := self._refused(scope, headers)) is not None:
            await refused(scope, receive, send)
            return
        taken = 0

        async def measured() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
                raise TooMuch
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                sent["X-Content-Type-Options"] = "nosniff"
                sent["X-Frame-Options"] = "DENY"
                sent["Referrer-Policy"] = "no-referrer"
                sent["Cache-Control"] = "no-store"
                sent["Cross-Origin-Resource-Policy"] = "same-origin"
            await send(message)

        try:
            await self.app(scope, measured, guarded)
        except TooMuch:
            await self._too_much(headers)(scope, receive, guarded)

    def _too_much(self, headers: Headers) -> Response:
        return refusal(headers, 413, gettext("more than {most} MB at a time are not taken", most=self.most >> 20))

    def _refused(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        host = headers.get("host", "")
        if self.token is None and not is_loopback(_name_in(f"//{host}")):
            return refusal(headers, 421, gettext("this server answers to localhost, not to {host!r:.100}", host=host))
        if scope["method"] not in _SAFE and not _own_page(headers, host):
            return refusal(headers, 403, gettext("pages of other sites may not send anything here"))
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.most:
            return self._too_much(headers)
        return None if self.token is None else self._without_token(scope, headers, self.token)

    def _without_token(self, scope: Scope, headers: Headers, token: str) -> ASGIApp | None:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if given and scope["path"] == "/" and _same(given, token):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return answer
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        if (scheme.lower() == "bearer" and _same(shown.strip(), token)) or (cookie and _same(cookie.value, token)):
            return None
        message = gettext("this server asks for its token: open /?token=…, or send the header Authorization: Bearer …")
        return refusal(headers, 401, message, {"WWW-Authenticate": "Bearer"})


def refusal(asking: Headers, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """Why a request is refused: as the API tells errors, or as a line for who opens an address in a browser."""
    if "text/html" in asking.get("accept", ""):
        return PlainTextResponse(message, status, headers)
    return JSONResponse({"error": message}, status, headers)


class TooMuch(Exception):
    """A request is larger than the server takes."""


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _own_page(headers: Headers, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no page at all."""
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin in (f"http://{host}", f"https://{host}")


def _name_in(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that hold no address
        return ""
