"""What runs beside student code: it imports nothing else of ours, holds no secret, and decides nothing."""
