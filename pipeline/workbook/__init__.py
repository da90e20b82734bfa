"""The ledger workbook (督办台账) that a clerk works in: made and updated from records, split by unit.

``update`` is the flow: ``entries`` says what a row should say, ``memory`` what we wrote last time, ``sheet`` where the
rows and columns of the workbook are, ``layout`` how a new one looks, ``settings`` what the office has set.
"""
