"""How a cell is made, on which line, and what it costs."""
