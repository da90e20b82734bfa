"""``python -m pipeline``: the same as ``fengong``."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
