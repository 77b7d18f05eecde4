"""How fast it is: an installation of its own is filled, served and measured. See README.md."""
