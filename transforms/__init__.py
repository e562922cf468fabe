"""Pure steps of the way of a page: bytes and text in, records out."""
