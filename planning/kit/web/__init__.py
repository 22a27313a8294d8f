"""Pages and routes that each planning service has."""
