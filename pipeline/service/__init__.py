"""The same over HTTP: a document in, a record out; documents are worked on by the batch's workers. Needs
``fengong[serve]``."""
