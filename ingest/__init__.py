"""Getting texts in: sources, one parser per format, passages and the pipeline."""
