"""When things happen: one clock, the tick that decides what is due, and the carrier."""
