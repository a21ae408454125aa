"""``python -m pm_or_po.training.describe``."""

from __future__ import annotations

from pm_or_po.training.describe.page import main

raise SystemExit(main())
