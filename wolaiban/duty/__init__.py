"""Who is on duty where: rotations, a roster for each month, its shifts and swaps, and who answers now."""
