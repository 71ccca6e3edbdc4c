"""Makes ``python -m memlab`` the command line."""

from __future__ import annotations

import sys

from memlab.cli import main

if __name__ == "__main__":
    sys.exit(main())
