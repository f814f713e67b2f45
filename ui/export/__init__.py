"""How an answer or a comparison leaves with the reader: one outline, rendered into files."""
