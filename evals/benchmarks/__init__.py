"""Speed, size and staying power, measured beside baselines: ``python -m evals.benchmarks``."""
