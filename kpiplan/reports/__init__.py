"""What each command shows: results -> titled tables in words, the same for every renderer."""
