"""The commands ``plugins`` and ``new-plugin``."""

from __future__ import annotations

import inspect
import json
import warnings
from pathlib import Path
from typing import Any

import click

from newsquotes._version import __version__
from newsquotes.cli import _prints_apart
from newsquotes.errors import InputError, NewsquotesWarning, brief, printable
from newsquotes.hookspecs import CONTRACT
from newsquotes.offers import Offer, Origin
from newsquotes.options import described, options_of
from newsquotes.registry import Catalogue, default_registry
from newsquotes.stages import STAGE, STAGE_NAMES
from newsquotes.wording import gettext


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
def plugins(as_json: bool) -> None:
    """List the stages, their extractors with options and defaults, and the plugins that they come from.

    What a pipeline uses unless it is told otherwise is marked as default. What could not be loaded, and why, comes last.
    """
    with warnings.catch_warnings(), _prints_apart():
        warnings.simplefilter("ignore", NewsquotesWarning)  # the failures are listed below
        catalogue = default_registry().catalogue()
    if as_json:
        click.echo(printable(json.dumps(_listing(catalogue), ensure_ascii=False, indent=2, default=brief)))
    else:
        _show(catalogue)


def _show(catalogue: Catalogue) -> None:
    from newsquotes.display import console, show_rows

    rows = []
    for stage in STAGE_NAMES:
        offers = [offer for offer in catalogue.offers if offer.stage == stage]
        rows += [(stage, *_cells(offer)) for offer in offers] or [(stage, "–", "", "")]
    to = console()
    columns = (gettext("stage"), gettext("extractor"), gettext("options"), gettext("from"))
    show_rows(gettext("Extractors"), columns, rows, to)
    if catalogue.others:
        others = [(offer.stage, offer.name, _source(offer.origin)) for offer in catalogue.others]
        other = (gettext("what"), gettext("name"), gettext("from"))
        show_rows(gettext("Profiles, formats, lexicons, rules, commands"), other, others, to)
    if catalogue.failures:
        failures = [(_source(failure.origin), failure.reason) for failure in catalogue.failures]
        show_rows(gettext("Not loaded"), (gettext("plugin"), gettext("why")), failures, to)
    if catalogue.disabled:
        show_rows(gettext("Disabled"), (gettext("plugin"),), [(_source(origin),) for origin in catalogue.disabled], to)


def _cells(offer: Offer) -> tuple[str, str, str]:
    known = _options(offer)
    needed, default = gettext("needed"), gettext("default")
    options = (
        [gettext("any")]
        if known is None
        else [o["name"] + (f" ({needed})" if o["required"] else f"={brief(o['default'])}") for o in known]
    )
    mark = f" ({default})" if offer.name in STAGE[offer.stage].default else ""
    return offer.name + mark, ", ".join(options), _source(offer.origin)


def _source(origin: Origin) -> str:
    """The plugin with its distribution and version."""
    if origin.plugin == origin.distribution:
        return origin.package
    plugin = printable(origin.plugin)
    return f"{plugin} ({origin.package})" if origin.package else plugin


def _options(offer: Offer) -> list[dict[str, Any]] | None:
    known = options_of(offer.factory)
    if known is None:
        return None
    return [
        {
            "name": name,
            "type": None if parameter.annotation is inspect.Parameter.empty else described(parameter.annotation),
            "required": parameter.default is inspect.Parameter.empty,
            "default": None if parameter.default is inspect.Parameter.empty else parameter.default,
        }
        for name, parameter in known.items()
    ]


def _listing(catalogue: Catalogue) -> dict[str, Any]:
    def origin(of: Origin) -> dict[str, Any]:
        return {"plugin": of.plugin, "distribution": of.distribution, "version": of.version}

    return {
        "newsquotes": __version__,
        "contract": CONTRACT,
        "extractors": [
            {
                "stage": offer.stage,
                "name": offer.name,
                **origin(offer.origin),
                "default": offer.name in STAGE[offer.stage].default,
                "options": _options(offer),
            }
            for offer in catalogue.offers
        ],
        "others": [{"kind": o.stage, "name": o.name, **origin(o.origin)} for o in catalogue.others],
        "not_loaded": [{**origin(failure.origin), "why": failure.reason} for failure in catalogue.failures],
        "disabled": [origin(of) for of in catalogue.disabled],
    }


@click.command("new-plugin")
@click.argument("name", metavar="NAME")
@click.option("--stage", type=click.Choice(STAGE_NAMES), required=True, help="What the plugin's extractor does.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path),
    default=".",
    help="Where to put the project (default: here).",
)
def new_plugin(name: str, stage: str, folder: Path) -> None:
    """Write the project of a plugin newsquotes-NAME, ready to install, with tests that pass.

    It offers one extractor, NAME, for one stage; change it from there.
    """
    from newsquotes.scaffold import new_plugin as write

    try:
        project = write(name, stage, folder)
    except InputError as exc:
        raise click.UsageError(str(exc)) from exc
    click.echo(
        gettext("{project} is ready. Next:", project=project)
        + f"\n\n  cd {project}\n  pip install -e '.[test]'\n  pytest\n  newsquotes plugins"
    )
