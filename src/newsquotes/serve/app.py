"""The server: a page for people, and a JSON API. :func:`make_app` gives it as an ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from newsquotes._version import __version__
from newsquotes.article_rows import Article
from newsquotes.corrections import Correction
from newsquotes.document import Document, Metadata
from newsquotes.errors import InputError, MissingExtraError, RecordError
from newsquotes.formats.jsonlines import encoded, write_jsonl
from newsquotes.formats.reading_table import write_xlsx
from newsquotes.formats.shape import json_of
from newsquotes.reader.pages import asset, render
from newsquotes.reader.report import embedded, report_data, report_of
from newsquotes.serve.engine import Busy, Engine, Failed
from newsquotes.serve.guard import Guard, refusal
from newsquotes.serve.jobs import Job, Jobs
from newsquotes.serve.memory import Corrections, Result, Results
from newsquotes.serve.openapi import openapi
from newsquotes.wording import gettext, language, messages_of

Endpoint = Callable[[Request], Any]

_MOST_CORRECTIONS = 20_000
_JOBS_HELD = 8  # times what one request may send: the files of all jobs that wait
_EXPLAINED = 100  # quotations; to explain more takes too long for who waits
_AT_A_TIME = 8  # texts of a stream that are being read


def make_app(
    engine: Engine,
    corrections: Path,
    *,
    token: str | None = None,
    most_bytes: int = 50 << 20,
    minutes: float = 120.0,
) -> Starlette:
    """The application.

    ``corrections`` is the file in which corrections are kept. A result is forgotten ``minutes`` after it was last asked
    for; a request sends ``most_bytes`` at most. With a ``token``, every request must show it; without one, only requests
    to the loopback address are answered.
    """
    server = _Server(engine, Results(minutes=minutes), Corrections(corrections), most_bytes)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        forgetting = asyncio.create_task(server.forget(minutes * 60))
        yield
        forgetting.cancel()
        engine.close()

    routes = [
        Route("/", server.home),
        Route("/api", server.api),
        Route("/openapi.json", server.description),
        Route("/health", server.health),
        Route("/extract", server.extract, methods=["POST"]),
        Route("/extract/stream", server.stream, methods=["POST"]),
        Route("/jobs", server.new_job, methods=["POST"]),
        Route("/jobs/{id}", server.job, methods=["GET", "DELETE"]),
        Route("/jobs/{id}/files/{name:path}", server.upload, methods=["PUT"]),
        Route("/jobs/{id}/start", server.start, methods=["POST"]),
        Route("/results/{id}", server.result, methods=["GET", "DELETE"]),
        Route("/results/{id}/corrections", server.corrections, methods=["PUT"]),
        Route("/results/{id}/quotations.{ending}", server.export),
    ]
    guard = Middleware(Guard, token=token, most_bytes=most_bytes)
    handlers: Any = {Busy: _busy, HTTPException: _refused}
    return Starlette(routes=routes, middleware=[guard], lifespan=lifespan, exception_handlers=handlers)


def _busy(_: Request, __: Exception) -> Response:
    return _error(503, gettext("the server is busy"), {"Retry-After": "5"})


def _refused(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)
    known = {404: gettext("there is nothing at this address"), 405: gettext("this address does not take that method")}
    plain = exc.detail == HTTPStatus(exc.status_code).phrase  # of the framework, in English
    message = known.get(exc.status_code, exc.detail) if plain else exc.detail
    return refusal(request.headers, exc.status_code, message, dict(exc.headers or {}))


def _error(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": message}, status, headers)


class _Server:
    """What the addresses of the server do."""

    def __init__(self, engine: Engine, results: Results, corrections: Corrections, most_bytes: int) -> None:
        self._engine, self._results, self._corrections, self._most = engine, results, corrections, most_bytes
        self._jobs = Jobs(engine, results)
        self._saving = asyncio.Lock()

    async def forget(self, seconds: float) -> None:
        """Forget what is old, also while nobody asks."""
        while True:
            await asyncio.sleep(min(60.0, max(1.0, seconds)))
            self._results.forget_old()
            self._jobs.forget_old(seconds)

    # --- pages -------------------------------------------------------------------------------------------------------

    async def home(self, _: Request) -> Response:
        script = f"(function () {{\n{asset('messages.js')}\n{asset('home.js')}}})();"
        data = {"language": language(), "messages": messages_of(script), "most": self._most}
        return _page("home.html.jinja", script, data=Markup(embedded(data)), most=self._most >> 20)

    async def api(self, _: Request) -> Response:
        return _page("api.html.jinja", "", api=openapi(), shown=partial(json.dumps, ensure_ascii=False, indent=1))

    async def description(self, _: Request) -> Response:
        return JSONResponse(openapi())

    async def health(self, _: Request) -> Response:
        return JSONResponse({"newsquotes": __version__, "pipeline": self._engine.pipeline.name})

    # --- the JSON API ------------------------------------------------------------------------------------------------

    async def extract(self, request: Request) -> Response:
        body = await request.body()
        plain = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/plain"
        try:
            article = _article({"text": _decoded(body)} if plain else json_of(body))
            record = await self._engine.record(article)
        except (InputError, RecordError, Failed) as exc:
            return _error(422, str(exc))
        del record["text"]
        return Response(encoded(record, None), media_type="application/json")

    async def stream(self, request: Request) -> Response:
        lines = [line for line in (await request.body()).splitlines() if line.strip()]
        return StreamingResponse(self._records(lines), media_type="application/x-ndjson")

    async def _records(self, lines: list[bytes]) -> AsyncIterator[bytes]:
        waiting: list[asyncio.Task[bytes]] = []
        given = iter(enumerate(lines, 1))
        try:
            while True:
                while len(waiting) < _AT_A_TIME and (line := next(given, None)) is not None:
                    waiting.append(asyncio.create_task(self._line(*line)))
                if not waiting:
                    return
                yield await waiting.pop(0)
        finally:  # nobody reads any more
            for task in waiting:
                task.cancel()

    async def _line(self, number: int, line: bytes) -> bytes:
        id_ = str(number)
        try:
            article = _article(json_of(line), id_)
            id_ = article[0]
            while True:
                try:
                    record = await self._engine.record(article)
                    break
                except Busy:
                    await asyncio.sleep(0.5)
        except (InputError, RecordError, Failed) as exc:
            return encoded({"id": id_, "error": str(exc)}, None) + b"\n"
        del record["text"]
        return encoded(record, None) + b"\n"

    # --- jobs --------------------------------------------------------------------------------------------------------

    async def new_job(self, _: Request) -> Response:
        return JSONResponse({"id": self._jobs.new()}, 201)

    async def upload(self, request: Request) -> Response:
        data = await request.body()
        job = self._job(request)
        if job.state != "open":
            raise HTTPException(409, gettext("this job has begun already"))
        if job.size + len(data) > self._most:
            raise HTTPException(413, gettext("more than {most} MB at a time are not taken", most=self._most >> 20))
        if self._jobs.held + len(data) > _JOBS_HELD * self._most:
            raise Busy
        job.files.append((request.path_params["name"], data))
        return JSONResponse(job.told())

    async def start(self, request: Request) -> Response:
        job = self._job(request)
        if job.state != "open":
            raise HTTPException(409, gettext("this job has begun already"))
        self._jobs.start(job)
        return JSONResponse(job.told(), 202)

    async def job(self, request: Request) -> Response:
        job = self._job(request)
        if request.method == "DELETE":
            self._jobs.cancel(job)
        return JSONResponse(job.told())

    def _job(self, request: Request) -> Job:
        job = self._jobs.get(request.path_params["id"])
        if job is None:
            raise HTTPException(404, gettext("there is no such job; it may be forgotten already"))
        return job

    # --- results -----------------------------------------------------------------------------------------------------

    async def result(self, request: Request) -> Response:
        id_ = request.path_params["id"]
        if request.method == "DELETE":
            return Response(status_code=204 if self._results.forget(id_) else 404)
        found = self._found(request)
        return HTMLResponse(await asyncio.to_thread(self._report, id_, found))

    def _report(self, id_: str, found: Result) -> str:
        said = [correction.to_record() for correction in self._corrections.of(found.texts)]
        docs = [*found.documents()]
        few = sum(len(doc.quotes) for doc in docs) <= _EXPLAINED
        data = report_data(docs, self._engine.pipeline if few else None) | {"corrections": said}
        at = f"/results/{id_}"
        addresses = {
            "home": "/",
            "corrections": f"{at}/corrections",
            "xlsx": f"{at}/quotations.xlsx",
            "records": f"{at}/quotations.jsonl",
        }
        return report_of(data, server=addresses)

    async def corrections(self, request: Request) -> Response:
        found = self._found(request)
        lines = (await request.body()).splitlines()
        if len(lines) > _MOST_CORRECTIONS:
            raise HTTPException(413, gettext("more than {most} corrections are not taken", most=_MOST_CORRECTIONS))
        try:
            said = [Correction.from_record(json_of(line)) for line in lines if line.strip()]
            strange = [c for c in said if not found.texts.intersection({c.text_sha256, *c.documents})]
            if strange:
                raise RecordError(gettext("a correction is of another text than those of this page"))
        except (RecordError, TypeError, ValueError) as exc:
            return _error(422, str(exc))
        async with self._saving:
            await asyncio.to_thread(self._corrections.replace, found.texts, said)
        return JSONResponse({"saved": len(said)})

    async def export(self, request: Request) -> Response:
        found, ending = self._found(request), request.path_params["ending"]
        types = {
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "jsonl": "application/x-ndjson",
        }
        if ending not in types:
            raise HTTPException(404, gettext("there is no such file; available: {names}", names=", ".join(types)))
        try:
            content = await asyncio.to_thread(self._exported, found, ending)
        except MissingExtraError as exc:
            return _error(501, str(exc))
        name = f'attachment; filename="quotations.{ending}"'
        return Response(content, media_type=types[ending], headers={"Content-Disposition": name})

    def _exported(self, found: Result, ending: str) -> bytes:
        docs = self._corrections.applied(found.documents())
        file = io.BytesIO()
        if ending == "xlsx":
            write_xlsx(docs, file)
        else:
            write_jsonl(docs, file, with_text=True)
        return file.getvalue()

    def _found(self, request: Request) -> Result:
        found = self._results.get(request.path_params["id"])
        if found is None:
            raise HTTPException(404, gettext("these texts are forgotten; corrections of them are kept"))
        return found


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as exc:
        raise InputError(gettext("the text is not UTF-8 from byte {place} on", place=exc.start + 1)) from exc


def _article(given: Any, id_: str = "") -> Article:
    """The article of a JSON object; raises :class:`InputError`."""
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise InputError(gettext('an article is an object with a string "text", and may have "id" and "meta"'))
    if unknown := sorted(set(given) - {"text", "id", "meta"}):
        raise InputError(
            gettext('an article has no {name!r:.60}; it has "text", and may have "id" and "meta"', name=unknown[0])
        )
    name = given.get("id", id_)
    if not isinstance(name, str):
        raise InputError(gettext('the "id" of an article is a string'))
    meta = given.get("meta") or {}
    Metadata.from_mapping(meta)
    Document(given["text"])
    return name, given["text"], meta


def _page(template: str, script: str, **values: Any) -> Response:
    style = render("home.css.jinja", root="page")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_hash(style)}'",
            f"script-src 'sha256-{_hash(script)}'",
            "connect-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    html = render(template, style=Markup(style), script=Markup(script), **values)
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})


def _hash(content: str) -> str:
    return b64encode(hashlib.sha256(content.encode()).digest()).decode()
