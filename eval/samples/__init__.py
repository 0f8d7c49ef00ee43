"""Hold the sample contracts and the script that builds them."""
