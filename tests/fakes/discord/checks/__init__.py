"""What Discord refuses in a body: the official description of its API, and the rules across fields.

Pure functions from JSON to complaints; they know limits and codes, and must not know the world.
"""
