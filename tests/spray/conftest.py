"""Test folders are not packages: what several tests share lies in helpers/."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).with_name("helpers")))
