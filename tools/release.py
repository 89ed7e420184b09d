"""What a release consists of: wheel and sdist, their checksums, and a bill of materials.

    python tools/release.py dist [--only-sbom]

Wheel and sdist are built twice and must be the same bytes: times in them are those of the last commit (or of
``SOURCE_DATE_EPOCH``). The bill of materials (CycloneDX) is of an environment that holds the wheel and what that needs; it
takes a package index.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def epoch() -> str:
    """The time that stands in the archives."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said:
        return said
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "1580601600"


def built(folder: Path, root: Path = ROOT) -> dict[str, bytes]:
    """Wheel and sdist of a source tree by name, built into a folder."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch()}
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def bill_of_materials(wheel: Path, to: Path) -> None:
    """Write what an environment with nothing but the wheel and its needs holds."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--constraint", ROOT / "constraints.txt", wheel], check=True)
        uninstall = [python, "-m", "pip", "uninstall", "--quiet", "--yes", "pip", "setuptools"]
        subprocess.run(uninstall, check=True, stderr=subprocess.DEVNULL)
        describe = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--pyproject"]
        subprocess.run([*describe, ROOT / "pyproject.toml", "--output-file", to, python], check=True)


def main() -> None:
    """Make the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only-sbom", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        made = built(Path(one))
        if built(Path(other)) != made:
            sys.exit("two builds of the same source differ")
        for name, content in made.items():
            if not options.only_sbom:
                (options.folder / name).write_bytes(content)
        wheel = next(name for name in made if name.endswith(".whl"))
        bill_of_materials(Path(one) / wheel, options.folder / "sbom.cdx.json")
    if not options.only_sbom:
        sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in made.items())
        (options.folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
        print(sums, end="")


if __name__ == "__main__":
    main()
