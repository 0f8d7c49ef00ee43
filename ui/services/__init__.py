"""What the views may ask of the analyzer. Nothing here holds on to a contract: each session keeps its own."""
