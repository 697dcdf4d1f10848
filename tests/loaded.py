"""Everything that a child process needs, loaded once (see ``processes.py``). Imported by the process that forks them."""

import os
from contextlib import suppress

import django
import holidays
import pytest  # noqa: F401 - a child looks at its parent's main module, which is pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.settings")
django.setup()

from django.core import checks  # noqa: E402

from madang.actions import clockwork  # noqa: E402, F401
from madang.ops import export, intake  # noqa: E402, F401
from madang.rules.document import PRESETS, preset  # noqa: E402

for name in PRESETS:
    try:
        preset(name)
    except Exception:  # its own tests say what is wrong with it
        continue
holidays.country_holidays("KR", years=range(2017, 2024))

# The commands look at every setting and address first; a child finds that done.
with suppress(Exception):
    checks.run_checks()
