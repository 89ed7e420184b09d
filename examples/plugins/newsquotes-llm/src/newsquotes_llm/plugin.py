"""What the plugin offers: a detector, a resolver, an editor, and a command that tries an endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click
from newsquotes import hookimpl
from newsquotes.stages import QuoteDetector, SpeakerEditor, SpeakerResolver

newsquotes_contract = 2


def make_detector(
    *,
    url: str,
    model: str,
    key_variable: str = "",
    at_once: int = 4,
    confidence: float = 0.7,
    longest_text: int = 20_000,
    timeout: float = 60.0,
    retries: int = 2,
    pause: float = 1.0,
    price_in: float = 0.0,
    price_out: float = 0.0,
) -> QuoteDetector:
    """Quotations by a model; ``price_in`` and ``price_out`` are what a million tokens cost."""
    from newsquotes_llm.client import Client
    from newsquotes_llm.detector import LlmDetector

    client = Client(url, model, key_variable, timeout, retries, pause, price_in=price_in, price_out=price_out)
    return LlmDetector(client, at_once, confidence, longest_text)


def make_resolver(
    *,
    url: str,
    model: str,
    key_variable: str = "",
    at_once: int = 4,
    confidence: float = 0.7,
    timeout: float = 60.0,
    retries: int = 2,
    pause: float = 1.0,
    price_in: float = 0.0,
    price_out: float = 0.0,
) -> SpeakerResolver:
    """Speakers by a model, for quotations that are still open."""
    from newsquotes_llm.client import Client
    from newsquotes_llm.speakers import LlmResolver

    client = Client(url, model, key_variable, timeout, retries, pause, price_in=price_in, price_out=price_out)
    return LlmResolver(client, at_once, confidence)


def make_editor(
    *,
    url: str,
    model: str,
    below: float = 0.6,
    key_variable: str = "",
    at_once: int = 4,
    confidence: float = 0.7,
    timeout: float = 60.0,
    retries: int = 2,
    pause: float = 1.0,
    price_in: float = 0.0,
    price_out: float = 0.0,
) -> SpeakerEditor:
    """Speakers by a model, for quotations whose confidence is below a threshold."""
    from newsquotes_llm.client import Client
    from newsquotes_llm.speakers import LlmEditor

    client = Client(url, model, key_variable, timeout, retries, pause, price_in=price_in, price_out=price_out)
    return LlmEditor(client, at_once, confidence, below=below)


@hookimpl
def newsquotes_quote_detectors() -> Mapping[str, Callable[..., QuoteDetector]]:
    """Quotations by a model."""
    return {"llm": make_detector}


@hookimpl
def newsquotes_speaker_resolvers() -> Mapping[str, Callable[..., SpeakerResolver]]:
    """Speakers by a model."""
    return {"llm": make_resolver}


@hookimpl
def newsquotes_speaker_editors() -> Mapping[str, Callable[..., SpeakerEditor]]:
    """Speakers by a model where the pipeline is not sure."""
    return {"llm": make_editor}


@click.command("llm-try")
@click.option("--url", required=True, help="The endpoint, as in http://127.0.0.1:8080/v1/chat/completions.")
@click.option("--model", required=True, help="The model to ask.")
@click.option("--key-variable", default="", help="The variable of the environment that holds the key.")
def llm_try(url: str, model: str, key_variable: str) -> None:
    """Ask a model for the quotations of one sentence, to see that the endpoint works."""
    from newsquotes import Document

    from newsquotes_llm.client import ServiceError

    detector = make_detector(url=url, model=model, key_variable=key_variable, retries=0)
    try:
        quotes = list(detector(Document("«Мост откроют в мае», — сообщила мэр Анна Белова.")))
    except ServiceError as exc:
        raise click.ClickException(str(exc)) from exc
    for quote in quotes:
        click.echo(f"{quote.source} | {quote.cue} | {quote.text}")
    click.echo(detector.usage)  # type: ignore[attr-defined]


@hookimpl
def newsquotes_commands() -> Mapping[str, click.Command]:
    """``newsquotes llm-try``."""
    return {"llm-try": llm_try}
