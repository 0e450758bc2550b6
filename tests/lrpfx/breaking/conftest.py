"""Helpers on the path of the tests beside it."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))  # test folders are not packages
