"""The people that the simulation acts take part here too."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "simulation"))
