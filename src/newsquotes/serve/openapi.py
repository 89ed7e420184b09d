"""What the JSON API takes and gives, as OpenAPI 3.1 says it; ``/api`` shows it to people without anything from outside."""

from __future__ import annotations

from typing import Any

from newsquotes._version import __version__
from newsquotes.wording import gettext

_EXAMPLE = "«Мост готов», — сказал Пётр Ильин."


def openapi() -> dict[str, Any]:
    """The description of the API."""
    article = _reference("Article")
    record = _content("application/json", _reference("Record"))
    refused = {
        "401": _failure(gettext("the server asks for its token, and none or another is shown")),
        "403": _failure(gettext("a page of another site sent this")),
        "413": _failure(gettext("more is sent than the server takes")),
        "421": _failure(gettext("a server without a token is asked under another name than localhost")),
    }
    failures = {
        **refused,
        "422": _failure(gettext("the body is no article, or it cannot be read")),
        "503": _failure(gettext("more waits to be read than the server takes on: ask again later")),
    }
    seldom = {status: refused[status] for status in ("401", "421")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "newsquotes",
            "version": __version__,
            "description": gettext("Reads Russian news and says who said what. Texts stay in memory and are forgotten."),
        },
        "paths": {
            "/extract": {
                "post": {
                    "operationId": "extract",
                    "summary": gettext("Who said what in one text"),
                    "requestBody": {
                        "required": True,
                        "content": {
                            **_content("application/json", article, {"text": _EXAMPLE, "id": "most"}),
                            **_content("text/plain", {"type": "string"}, _EXAMPLE),
                        },
                    },
                    "responses": {"200": _answer(gettext("the record of the text"), record), **failures},
                }
            },
            "/extract/stream": {
                "post": {
                    "operationId": "extractStream",
                    "summary": gettext("Who said what in many texts, each as soon as it is read"),
                    "requestBody": {"required": True, "content": _content("application/x-ndjson", article)},
                    "responses": {
                        "200": _answer(
                            gettext("a line for each text, in their order: its record, or an object with id and error"),
                            _content("application/x-ndjson", {"oneOf": [_reference("Record"), _reference("Error")]}),
                        ),
                        **refused,
                    },
                }
            },
            "/health": {
                "get": {
                    "operationId": "health",
                    "summary": gettext("Whether the server is there, its version and its pipeline"),
                    "responses": {
                        "200": _answer(gettext("it is there"), _content("application/json", {"type": "object"})),
                        **seldom,
                    },
                }
            },
            "/openapi.json": {
                "get": {
                    "operationId": "openapi",
                    "summary": gettext("This description"),
                    "responses": {
                        "200": _answer("OpenAPI 3.1", _content("application/json", {"type": "object"})),
                        **seldom,
                    },
                }
            },
        },
        "components": {"schemas": _schemas(), "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{}, {"token": []}],
    }


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(type_: str, schema: dict[str, Any], example: Any = None) -> dict[str, Any]:
    return {type_: {"schema": schema, **({} if example is None else {"example": example})}}


def _answer(what: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": what, **({"content": content} if content else {})}


def _failure(what: str) -> dict[str, Any]:
    return _answer(what, _content("application/json", _reference("Error")))


def _schemas() -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    share, offset = {"type": "number", "minimum": 0, "maximum": 1}, {"type": "integer", "minimum": 0}
    span = _object({"start": offset, "end": offset, "text": text})
    meta = _object(dict.fromkeys(("title", "date", "url", "outlet"), maybe))
    spans = {"type": "array", "items": _reference("Span")}
    quote = {
        "id": {"type": "integer"},
        "parent": {"type": ["integer", "null"]},
        "type": {"enum": ["direct", "indirect", "mixed"]},
        "stance": text,
        "mode": {"enum": ["speech", "writing", "thought"]},
        "content": spans,
        "cue": spans,
        "source": {"oneOf": [_reference("Span"), {"type": "null"}]},
        "speaker": {"oneOf": [_object({"id": {"type": "integer"}, "name": text, "kind": text}), {"type": "null"}]},
        "medium": maybe,
        "media": {"type": "array", "items": {"type": "object"}},
        "confidence": share,
        "detection_confidence": share,
        "borders_confidence": share,
        "speaker_confidence": share,
        "rules": _object({"quote": text, "speaker": text}),
    }
    speaker = {
        "id": {"type": "integer"},
        "name": text,
        "kind": text,
        "gender": maybe,
        "role": maybe,
        "organization": maybe,
        "mentions": spans,
    }
    record = {
        "schema": {"const": 1},
        "newsquotes": text,
        "pipeline": text,
        "id": text,
        "text_sha256": text,
        "meta": meta,
        "speakers": {"type": "array", "items": _object(speaker)},
        "quotes": {"type": "array", "items": _object(quote)},
    }
    return {
        "Article": {**_object({"text": text, "id": text, "meta": meta}), "required": ["text"]},
        "Span": span,
        "Record": _object(record),
        "Error": {**_object({"id": text, "error": text}), "required": ["error"]},
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}
