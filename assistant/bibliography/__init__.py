"""Citations that leave with the reader: one provision, in the style or file format they need."""
