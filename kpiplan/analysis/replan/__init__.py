"""The rest of the year, planned anew: what each month left must bring, given what happened."""
