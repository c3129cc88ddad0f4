"""Settings for all tests."""

from __future__ import annotations

import numpy as np
from hypothesis import settings

np.seterr(all="raise", under="ignore")
settings.register_profile("ionwright", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("ionwright")
