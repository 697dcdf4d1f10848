"""The installed command ``madang``: Django's management commands under the house's own name."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command given on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.settings")
    execute_from_command_line(["madang", *sys.argv[1:]])
