"""The stand-in engine, in the place of the true one."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from cli.engine import Engine

import postkiln


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """The stand-in, in the place of the engine; the current directory is `tmp_path`."""
    stand_in = Engine()
    monkeypatch.setattr(postkiln, "generate", stand_in.generate, raising=False)
    monkeypatch.setattr(postkiln, "inspect", stand_in.inspect, raising=False)
    module = ModuleType("postkiln.verify")
    module.__dict__["verify"] = stand_in.verify
    monkeypatch.setitem(sys.modules, "postkiln.verify", module)
    monkeypatch.chdir(tmp_path)
    return stand_in
