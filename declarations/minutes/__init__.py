"""What the minutes say of disclosures: counts and nil statements in four languages, names only by a cited rule."""
