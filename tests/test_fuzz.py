"""A short run of the fuzzer, and whatever it has found before. ``make fuzz SECONDS=600`` runs it for longer."""

import sys
from pathlib import Path

import pytest

from newsquotes import Pipeline

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
from fuzz import FOUND, PROFILES, check, fuzz


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("file", sorted(FOUND.glob("*.txt")), ids=lambda file: file.stem)
def test_what_was_found_holds(file, profile):
    check(Pipeline(profile=profile), file.read_bytes().decode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_short_run_finds_nothing(profile):
    fuzz(Pipeline(profile=profile), 25, start=0)
