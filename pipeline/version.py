"""The program's version, said once: the build reads it here too. (importlib.metadata would cost a cold start 30 ms.)"""

VERSION = "0.1.0"
