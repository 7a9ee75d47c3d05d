"""What a little more of each input is worth: at the same work, and at the same goal."""
