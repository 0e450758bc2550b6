"""The conservation ledger."""

from lrpfx.ledger.books import Books, books
from lrpfx.ledger.value import CAUSES, Ledger, Row, measure

__all__ = ["CAUSES", "Books", "Ledger", "Row", "books", "measure"]
