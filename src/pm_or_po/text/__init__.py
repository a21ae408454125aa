"""From an offer's text to folded words and statements, every one with its place in the text."""
