"""The engine: networks as one flat theta, functions in slots, and the one loop that trains."""
