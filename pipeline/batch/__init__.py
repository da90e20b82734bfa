"""Many documents: each worked on in a process that can be killed, each with exactly one outcome, resumable.

``run_batch`` is the flow (run.py). What crosses it is in ``model``; which documents there are in ``sources`` and
``archives``; what is known of them in ``state`` (its file in ``database``); where records go in ``stores``, and objects
by URL in ``buckets``; one document in a worker in ``work``; who hands documents out in ``local`` and ``cluster``; what
a run leaves for others in ``publish`` and ``report``.
"""
