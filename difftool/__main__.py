"""`python -m difftool`."""

from __future__ import annotations

import sys

from difftool.cli.main import main

sys.exit(main())
