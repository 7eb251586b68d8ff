"""Where people are: one folder per surface, each knowing its own and none of the others."""
