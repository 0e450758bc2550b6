"""The conservation ledger: where the relevance of an explanation goes.

books      the relevance graph, with what every equation receives, hands on and absorbs as further outputs
measure    run it: a `Ledger`, which prints as a table and draws itself as a picture
"""

from lrpfx.ledger.books import Books, books
from lrpfx.ledger.findings import Finding
from lrpfx.ledger.measure import measure
from lrpfx.ledger.row import CAUSES, Row
from lrpfx.ledger.value import Ledger

__all__ = ["CAUSES", "Books", "Finding", "Ledger", "Row", "books", "measure"]
