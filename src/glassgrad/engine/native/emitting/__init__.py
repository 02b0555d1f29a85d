"""From groups to LLVM's language: one function for each group."""

from ..arrays import Way
from .batch import Fetched, Recorded, copy_row, write_fetch
from .group import GroupWriter
from .maps import write_group
from .moving import write_assembly, write_scan, write_scatter, write_take
from .product import is_heavy, needed_scratch, work_of, write_product
from .reducing import write_reduction

WRITERS = {Way.REDUCE: write_reduction, Way.TAKE: write_take, Way.SCATTER: write_scatter, Way.SCAN: write_scan, Way.ASSEMBLE: write_assembly}
"""Who writes a group with that root; a product and a group of maps have their own."""

__all__ = ["WRITERS", "Fetched", "GroupWriter", "Recorded", "copy_row", "is_heavy", "needed_scratch", "work_of", "write_fetch", "write_group", "write_product"]
