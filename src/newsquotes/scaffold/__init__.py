"""New plugins: a project that is complete, with tests that pass, to be changed step by step."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined

from newsquotes._version import __version__
from newsquotes.errors import InputError, did_you_mean
from newsquotes.hookspecs import CONTRACT
from newsquotes.registry import Registry
from newsquotes.stages import STAGE_NAMES, STAGES
from newsquotes.wording import gettext

PREFIX = "newsquotes-"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new_plugin(name: str, stage: str, folder: Path) -> Path:
    """Write the project ``newsquotes-NAME`` into ``folder`` and return its path; raises :class:`InputError`.

    It holds one extractor for ``stage``, which is offered under ``name``, and its tests pass as written.
    """
    name = name.removeprefix(PREFIX)
    if stage not in STAGE_NAMES:
        raise InputError(gettext("unknown stage {stage!r}; {known}", stage=stage, known=did_you_mean(stage, STAGE_NAMES)))
    if not _NAME.fullmatch(name) or name == "use":
        raise InputError(
            gettext(
                "{name!r} cannot name a plugin; use lower-case Latin letters, digits and hyphens, as in my-quotes", name=name
            )
        )
    if name in Registry(entry_points=()).names(stage):
        raise InputError(gettext("a {stage} {name!r} is built in; choose another name", stage=stage, name=name))
    project = folder / f"{PREFIX}{name}"
    if project.exists() and (not project.is_dir() or any(project.iterdir())):
        raise InputError(gettext("{project} is there already; choose another name or folder, or remove it", project=project))
    package = project.name.replace("-", "_")
    for path, template in _layout(package).items():
        target = project / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_render(template, name, stage, package), encoding="utf-8", newline="\n")
    return project


def _layout(package: str) -> dict[str, str]:
    """The files of a project and the templates that they are made from."""
    return {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        ".gitignore": "gitignore",
        f"src/{package}/__init__.py": "init.py",
        f"src/{package}/plugin.py": "plugin.py",
        f"src/{package}/extractor.py": "extractor.py",
        "tests/test_extractor.py": "test_extractor.py",
    }


def _render(template: str, name: str, stage: str, package: str) -> str:
    folder = files(__package__) / "templates"
    templates = {
        file.name: file.read_text(encoding="utf-8")
        for place in (folder, folder / "stages")
        for file in place.iterdir()
        if file.is_file()
    }
    environment = Environment(
        loader=DictLoader(templates),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        autoescape=False,
    )
    major, minor = __version__.split(".")[:2]
    row = next(row for row in STAGES if row.name == stage)
    return environment.get_template(f"{template}.jinja").render(
        name=name,
        stage=stage,
        words=stage.replace("_", " "),
        package=package,
        hook=row.hook,
        protocol=row.protocol.__name__,
        contract=CONTRACT,
        bounds=f">={major}.{minor},<{major}.{int(minor) + 1}" if major == "0" else f">={major}.{minor},<{int(major) + 1}",
    )
