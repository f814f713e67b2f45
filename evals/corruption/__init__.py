"""Does verification by code withhold what is wrong and let pass what is right?

Correct claims are made from the digest and the official texts (``claims``), each is spoiled by rule
in many ways (``changes``), and both are put before :func:`assistant.verification.verify`
(``measure``). The command is ``python -m evals.corruption``.
"""
