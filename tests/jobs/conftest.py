"""What tests of jobs share."""

from __future__ import annotations

import pytest

from difftool.pg.session import Session
from tests.jobs.planned import seeded


@pytest.fixture
def live(database: Session) -> Session:
    """Jobs of users, of whom some are unknown: what the plans of `planned` are for."""
    return seeded(database)
