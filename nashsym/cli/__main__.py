"""``python -m nashsym.cli``."""

import sys

from nashsym.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
