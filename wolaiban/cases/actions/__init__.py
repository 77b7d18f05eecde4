"""The only code that changes a case: registering it, moving it by a step of the table, letting the clock act."""
