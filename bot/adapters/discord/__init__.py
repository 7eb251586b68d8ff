"""Discord: cards as its components, and what people press, choose and type as our actions.

Nothing in here decides anything, and nothing is kept in memory: what a person has chosen so
far stands in the message that they chose it in.
"""
