"""The pages, each with one function `show`."""
