"""The command ``serve``."""

from __future__ import annotations

import os
import secrets
import sys
import threading
import webbrowser
from pathlib import Path

import click

from newsquotes.cli import Terminated, _configurable, _report, status_of
from newsquotes.errors import InputError, RecordError
from newsquotes.wording import gettext, language


@click.command()
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; any but this machine's needs --token.",
)
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0 is any."
)
@click.option("--token", metavar="WORD", envvar="NEWSQUOTES_TOKEN", help="What every request must show; `new` makes one.")
@click.option(
    "--corrections",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    default="corrections.jsonl",
    show_default=True,
    help="The file in which corrections are kept.",
)
@click.option(
    "--workers", metavar="N", type=click.IntRange(1), default=2, show_default=True, help="Processes that read texts."
)
@click.option(
    "--most", metavar="MB", type=click.IntRange(1), default=50, show_default=True, help="What may be sent at a time."
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(0.1),
    default=60.0,
    show_default=True,
    help="What a text may take.",
)
@click.option(
    "--forget-after",
    metavar="MINUTES",
    type=click.FloatRange(0),
    default=120.0,
    show_default=True,
    help="When texts that nobody asks for are forgotten.",
)
@click.option("--open/--no-open", "open_", default=None, help="Open the page in a browser (default: if there is a screen).")
@_configurable
def serve(
    host: str,
    port: int,
    token: str | None,
    corrections: Path,
    workers: int,
    most: int,
    time_limit: float,
    forget_after: float,
    open_: bool | None,
    config: str | None,
    profile: str | None,
) -> None:
    """Open a local page: paste a text or drop files, see who said what, correct it, save it as Excel; and a JSON API.

    Nothing leaves this machine. Texts stay in memory and are forgotten; corrections are kept in a file, which holds names
    and offsets and no text. /api describes the JSON API.
    """
    from newsquotes.extras import need

    uvicorn = need("uvicorn", "serve", "newsquotes serve")
    need("starlette", "serve", "newsquotes serve")
    from newsquotes.serve.app import make_app
    from newsquotes.serve.engine import Engine
    from newsquotes.serve.guard import is_loopback, is_token

    if token == "new":
        token = secrets.token_urlsafe(24)
    if token is not None and not is_token(token):
        raise click.UsageError(
            gettext("--token {token!r}: Latin letters, digits and the marks -._~ make a token", token=token)
        )
    if not is_loopback(host) and not token:
        raise click.UsageError(
            gettext(
                "--host {host}: others could read what is sent there; ask for a word with --token WORD (--token "
                "new makes one)",
                host=host,
            )
        )
    if not corrections.absolute().parent.is_dir():
        raise click.UsageError(
            gettext(
                "--corrections {corrections}: there is no directory {parent}",
                corrections=corrections,
                parent=corrections.absolute().parent,
            )
        )
    try:
        engine = Engine(_config(config, profile), workers=workers, seconds=time_limit, language=language())
        app = make_app(engine, corrections, token=token, most_bytes=most << 20, minutes=forget_after)
    except (InputError, RecordError) as exc:
        raise click.ClickException(f"{corrections}: {exc}") from exc
    server = uvicorn.Server(
        uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False, server_header=False, ws="none")
    )
    threading.Thread(target=_tell, args=(server, host, token, corrections, open_), daemon=True).start()
    status = 0
    try:
        server.run()
    except KeyboardInterrupt as exc:
        status = status_of(exc) if isinstance(exc, Terminated) else 0  # Ctrl-C is how one ends a server
    engine.close()
    if status or not server.started:
        sys.exit(status or 1)


def _config(config: str | None, profile: str | None) -> dict[str, object]:
    """The configuration as plain data, which the processes that read texts are given."""
    from newsquotes.cli import make_pipeline

    return make_pipeline(config, profile).to_dict()


def _tell(server: object, host: str, token: str | None, corrections: Path, open_: bool | None) -> None:
    """Say where the page is, as soon as it is there."""
    import time

    while not getattr(server, "started", False):
        if getattr(server, "should_exit", False):
            return
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{port}/" + (f"?token={token}" if token else "")
    _report(gettext("the page is at {address} (stop it with Ctrl-C)", address=address))
    _report(gettext("corrections are kept in {path}", path=os.fspath(corrections.absolute())))
    screen = sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if open_ or (open_ is None and screen and sys.stderr.isatty()):
        webbrowser.open(address)
