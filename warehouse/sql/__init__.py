"""SQL as files, one relation each; `catalogue` lists them in the order they are run."""
