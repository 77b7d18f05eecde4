"""What stands around every page of the desk: how it looks, all rooms on one page, the keys, the palette."""
