"""Machine code of the cell model: numbers only."""
