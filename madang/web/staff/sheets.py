"""Every list of the desks as CSV or XLSX: see :mod:`madang.web.ui.sheets`, which the citizens' lists use too."""

from __future__ import annotations

from madang.web.ui.sheets import sheet_links, sheet_response, wanted

__all__ = ["sheet_links", "sheet_response", "wanted"]
