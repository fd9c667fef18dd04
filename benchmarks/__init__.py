"""How fast Easel is, as ratios against named floors that are measured in the same run.

    python -m benchmarks [NAME...] [--json]

Read README.md for what the numbers mean.
"""
