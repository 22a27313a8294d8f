"""Pages of the registry, one file each."""
