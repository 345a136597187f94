"""The sample company and its reader stand in tests/reading."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "reading"))
