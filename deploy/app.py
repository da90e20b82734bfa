"""The program's beginning in the packed folder that ``build_app.py`` makes."""

from multiprocessing import freeze_support

from pipeline.cli import main

if __name__ == "__main__":
    freeze_support()  # the workers of a batch start from this file too
    main()
