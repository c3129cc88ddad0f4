"""Cases that ship with the package."""
