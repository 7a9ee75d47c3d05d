"""What a little more of each input is worth."""
