"""A model behind a local endpoint, good or bad: what it does is said by a word of the model's name."""

from __future__ import annotations

import json
import threading
import time
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TEXT = "«Мост откроют в мае», — сообщила мэр Анна Белова.\nПётр Ильин считает, что ремонт затянется."

QUOTES = [
    {"content": ["Мост откроют в мае"], "cue": "сообщила", "source": "мэр Анна Белова", "type": "direct"},
    {"content": ["ремонт затянется"], "cue": "считает", "source": "Пётр Ильин", "type": "indirect"},
]


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on standard error."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with server.lock:
            server.seen.append((body, self.headers.get("Authorization")))
            server.under_way += 1
            server.most = max(server.most, server.under_way)
            number = len(server.seen)
        try:
            self.answer(body, number)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client went away, as it should
        finally:
            with server.lock:
                server.under_way -= 1

    def answer(self, body: dict[str, Any], number: int) -> None:
        kind = body["model"]
        user = body["messages"][1]["content"]
        if kind == "busy" or (kind == "busy-once" and number == 1):
            self.send_error(503)
        elif kind == "refusing":
            self.send_error(401)
        elif kind == "silent":
            time.sleep(2)
        elif kind == "hanging-up":
            self.connection.close()
        elif kind == "dripping":
            self.send(b"", length=10_000)
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        elif kind == "endless":
            self.send(b"", length=10**9)
            for _ in range(10**4):
                self.wfile.write(b" " * 65536)
        elif kind == "no-json":
            self.send(b"<html>it works</html>")
        elif kind == "no-completion":
            self.send(b'{"choices": []}')
        else:
            self.send(completion(content_of(kind, user)))

    def send(self, data: bytes, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)


def completion(content: str) -> bytes:
    message = {"choices": [{"message": {"role": "assistant", "content": content}}]}
    return json.dumps({**message, "usage": {"prompt_tokens": 100, "completion_tokens": 10}}).encode()


def content_of(kind: str, user: str) -> str:
    """What a model of this kind answers."""
    if kind == "chatty":
        return "Конечно! Вот цитаты: …"
    if kind == "list":
        return "[]"
    if user.startswith("{"):
        return speakers(kind, json.loads(user))
    found = [quote for quote in QUOTES if quote["content"][0] in user]
    if kind == "fenced":
        return "```json\n" + json.dumps({"quotes": found}) + "\n```"
    if kind == "inventing":
        made_up = {"content": ["Моста не будет никогда"], "cue": "сказал", "source": "Олег Котов", "type": "direct"}
        half = {"content": ["ост откроют"], "cue": "", "source": "", "type": "direct"}
        return json.dumps({"quotes": [made_up, half, *found, {"content": []}, {"content": 7}, "Мост"]})
    if kind == "odd":
        odd = {"content": "Мост откроют в мае", "cue": 7, "source": ["Анна"], "type": "прямая", "confidence": "high"}
        return json.dumps({"quotes": [odd]} if found else {"quotes": "нет"})
    if kind == "restless":
        return json.dumps({"quotes": [{**q, "content": [q["content"][0].replace(" ", "\u00a0")]} for q in found]})
    return json.dumps({"quotes": found})


def speakers(kind: str, question: dict[str, Any]) -> str:
    names = {"Мост откроют в мае": "Анна Белова", "ремонт затянется": "Пётр Ильин"}
    given = [{"quote": int(id), "name": names.get(words, "Анна Белова")} for id, words in question["quotes"].items()]
    if kind == "inventing":
        given = [{"quote": 0, "name": "Олег Котов"}, {"quote": 99, "name": "Анна Белова"}, {"quote": 1}, 7, *given[1:]]
    return json.dumps({"speakers": given})


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.seen: list[tuple[dict[str, Any], str | None]] = []
        self.under_way = self.most = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1/chat/completions"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no error."""


@lru_cache(maxsize=1)
def running() -> Server:
    """The endpoint of this run, which ends with it."""
    server = Server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
