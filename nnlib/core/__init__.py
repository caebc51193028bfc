"""The ground floor: the compiler, what comes from outside, limits, messages, files."""
