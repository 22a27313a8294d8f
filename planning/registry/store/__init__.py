"""Acts on the registry's rows."""
