"""Published instances of location problems, as cases of this stage."""
