"""From files to offers: one offer from a text, or a table of them row by row."""

from pm_or_po.reading.columns import ColumnChoice
from pm_or_po.reading.plain import read_offer, read_offer_stream
from pm_or_po.reading.table import Table, TableRow
from pm_or_po.reading.tables import open_table

__all__ = ["ColumnChoice", "Table", "TableRow", "open_table", "read_offer", "read_offer_stream"]
