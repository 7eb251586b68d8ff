"""The room: a local web page with the same bot, the same core and the same database."""
