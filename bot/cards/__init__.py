"""What people see and press: cards are data, actions are data."""
