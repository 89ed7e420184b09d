"""The client: one question after another to an endpoint that speaks the usual chat-completions protocol."""

from __future__ import annotations

import json
import os
import time
from typing import Any

import attrs
import httpx

from newsquotes_llm.usage import Usage

_TRY_AGAIN = frozenset((408, 409, 425, 429, 500, 502, 503, 504))


class ServiceError(Exception):
    """The endpoint gave no answer that can be used."""


@attrs.frozen
class Client:
    """How to ask: ``url`` is that of the endpoint (``…/v1/chat/completions``), ``key_variable`` names the variable of the
    environment that holds the key, if one is needed. An answer may take ``timeout`` seconds in all, and hold ``longest``
    bytes; what fails for a reason that may pass is tried ``retries`` times more, after ``pause`` seconds, then twice that …
    """

    url: str
    model: str
    key_variable: str = ""
    timeout: float = 60.0
    retries: int = 2
    pause: float = 1.0
    longest: int = 1_000_000
    price_in: float = 0.0
    price_out: float = 0.0

    def ask(self, task: str, text: str, usage: Usage) -> dict[str, Any]:
        """The JSON object that the model answers; raises :class:`ServiceError`."""
        problem = ""
        for attempt in range(self.retries + 1):
            if attempt:
                usage.add(retries=1)
                time.sleep(self.pause * 2 ** (attempt - 1))
            usage.add(requests=1)
            try:
                return self._answer(self._post(task, text), usage)
            except _PassingError as exc:
                problem = str(exc)
            except httpx.HTTPError as exc:
                problem = f"{type(exc).__name__}: {exc}"
        usage.add(failures=1)
        raise ServiceError(f"{self.url} gave no answer in {self.retries + 1} attempts; the last: {problem}")

    def _post(self, task: str, text: str) -> bytes:
        """The body of the answer; read in pieces, so that neither a slow nor an endless one is waited for."""
        key = os.environ.get(self.key_variable, "") if self.key_variable else ""
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        messages = [{"role": "system", "content": task}, {"role": "user", "content": text}]
        body = {"model": self.model, "messages": messages, "temperature": 0, "response_format": {"type": "json_object"}}
        deadline = time.monotonic() + self.timeout
        # Environment variables for proxies do not count: the endpoint is the one that is named.
        client = httpx.Client(timeout=self.timeout, trust_env=False)
        with client, client.stream("POST", self.url, content=json.dumps(body), headers=headers) as response:
            if response.status_code in _TRY_AGAIN:
                raise _PassingError(f"status {response.status_code}")
            if response.status_code != 200:
                raise ServiceError(f"{self.url} answered with status {response.status_code}")
            received = bytearray()
            for piece in response.iter_bytes():
                received += piece
                if len(received) > self.longest:
                    raise ServiceError(f"{self.url} answers more than {self.longest} bytes")
                if time.monotonic() > deadline:
                    raise _PassingError(f"no whole answer within {self.timeout:g} s")
        return bytes(received)

    def _answer(self, received: bytes, usage: Usage) -> dict[str, Any]:
        try:
            reply = json.loads(received)
            content = reply["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as exc:
            raise _PassingError(f"no chat completion: {type(exc).__name__}") from exc
        counted = reply.get("usage") or {}
        tokens_in, tokens_out = (_count(counted, key) for key in ("prompt_tokens", "completion_tokens"))
        cost = (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6
        usage.add(prompt_tokens=tokens_in, completion_tokens=tokens_out, cost=cost)
        try:
            answer = json.loads(_without_fence(content))
        except (ValueError, TypeError, RecursionError) as exc:
            raise _PassingError("the model's answer is no JSON") from exc
        if not isinstance(answer, dict):
            raise _PassingError("the model's answer is no JSON object")
        return answer


class _PassingError(Exception):
    """What may be otherwise when it is tried again."""


def _count(counted: Any, key: str) -> int:
    value = counted.get(key) if isinstance(counted, dict) else None
    return value if isinstance(value, int) and value >= 0 else 0


def _without_fence(content: str) -> str:
    """The JSON of an answer that wraps it into a block of Markdown."""
    lines = content.strip().splitlines()
    return (
        "\n".join(lines[1:-1]) if len(lines) > 2 and lines[0].startswith("```") and lines[-1].startswith("```") else content
    )
