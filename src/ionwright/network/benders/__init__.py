"""Multi-cut Benders decomposition: here-and-now decisions in a master, each future apart."""
