"""What happens: one function per use case, handed an open transaction, never committing."""
