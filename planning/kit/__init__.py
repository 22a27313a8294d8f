"""What the planning services are made of, beside `service`: sign-in by netops, events, copies of what others own."""
