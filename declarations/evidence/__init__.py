"""Evidence beside a declaration (photos, letters, receipts), and translations of the declarant's words."""
