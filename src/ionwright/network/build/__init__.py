"""From processes, regions, sites and freight to a priced case: one pure function a table."""
