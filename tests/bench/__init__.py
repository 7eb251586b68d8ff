"""Benchmarks as commands: each prints its ratio to an anchor that was measured in the same run."""
