"""The report as a tagged PDF (PDF/UA-1), set by Typst with the Korean letters that come with this package.

Everything people wrote goes in as data; ``report.typ`` never changes and reads no file. No network, no system font, so
that the same report gives the same paper on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


def pdf(data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The paper of ``data`` (its shape: ``report.typ``); ``at``: the date in its properties."""
    import typst  # 80 MB that only who makes paper needs

    made = typst.compile(
        HERE / "report.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=at.replace(microsecond=0),  # it takes no smaller part
    )
    return bytes(made)
