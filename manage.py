#!/usr/bin/env python
"""The same as the installed command ``madang``."""

from madang.ops.cli import main

if __name__ == "__main__":
    main()
