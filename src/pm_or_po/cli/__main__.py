"""Run the command line with ``python -m pm_or_po.cli``."""

from pm_or_po.cli import main

main()
