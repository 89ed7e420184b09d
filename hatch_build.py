"""Compiles the modules of newsquotes that take the time, by mypyc, where a build asks for it (docs/howto-compile.md)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SETUP = """\
from mypyc.build import mypycify
from setuptools import setup

options = {{"opt_level": "2", "debug_level": "0", "multi_file": True, "group_name": "newsquotes"}}
setup(packages=[], ext_modules=mypycify(["--config-file", "mypy.ini", *{paths!r}], **options))
"""
_MYPY = "[mypy]\nmypy_path = $MYPY_CONFIG_FILE_DIR\nignore_missing_imports = True\n"
_FUTURE = "from __future__ import annotations\n"
_CONSTANT = re.compile(r"^(_?[A-Z][A-Z0-9_]+) = ", re.MULTILINE)


def modules(root: Path, patterns: list[str], without: list[str]) -> list[Path]:
    """The files to compile, in order."""
    left = {path for pattern in without for path in root.glob(pattern)}
    return sorted({path for pattern in patterns for path in root.glob(pattern)} - left)


def with_final_constants(source: str) -> str:
    """A module in which names in capitals that are assigned once are final: compiled code then need not look them up.

    Lines stay where they are.
    """
    if _FUTURE not in source:
        return source
    once = {name for name in _CONSTANT.findall(source) if len(re.findall(rf"^\s*{name}\b[^=\n]*=(?!=)", source, re.M)) == 1}
    final = _CONSTANT.sub(lambda found: f"{found[1]}: Final = " if found[1] in once else found[0], source)
    return final.replace(_FUTURE, f"{_FUTURE[:-1]}; from typing import Final\n", 1)


class CompiledModules(BuildHookInterface[Any]):
    """Adds extension modules beside the modules that they are made of."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless the installation is to be edited."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        for extension in compiled(Path(self.root) / "src", folder, self.config["modules"], self.config["without"]):
            build_data["force_include"][str(extension)] = extension.relative_to(folder / "built").as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what the wheel holds now."""
        if version != "editable":
            self._folder.cleanup()


def compiled(source: Path, folder: Path, patterns: list[str], without: list[str]) -> Iterator[Path]:
    """The extension modules of a source tree, built into a folder."""
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    paths = modules(folder, patterns, without)
    for path in paths:
        path.write_text(with_final_constants(path.read_text(encoding="utf-8")), encoding="utf-8")
    named = [path.relative_to(folder).as_posix() for path in paths]
    (folder / "mypy.ini").write_text(_MYPY, encoding="utf-8")
    (folder / "setup.py").write_text(_SETUP.format(paths=named), encoding="utf-8")
    build = [sys.executable, "setup.py", "--quiet", "build_ext", "--build-lib", "built", "--build-temp", "objects"]
    done = subprocess.run(build, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"mypyc could not compile newsquotes:\n{done.stdout}\n{done.stderr}")
    return (folder / "built").rglob("*.[sp][oy]*")
