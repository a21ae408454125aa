"""Score statements on zone, side and facet: units of text, the linear model over them, its file."""
