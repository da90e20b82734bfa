"""Task lists made up by seed, with their exact truth, in every layout and every format."""
