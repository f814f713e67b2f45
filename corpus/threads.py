"""How many processor cores a question may take: one, so that those beside it have theirs."""

from __future__ import annotations

from functools import cache

import threadpoolctl


@cache
def one_core_a_question() -> None:
    """Let the products of arrays be worked out in the thread that wants them, from now on.

    numpy's library would share each among all cores. For the few thousand rows that a question is
    compared with that takes longer, because its threads wait for each other, and up to thirty times
    as long where the cores have something else to do; and how sums are rounded would depend on how
    many cores there are.
    """
    threadpoolctl.threadpool_limits(limits=1, user_api="blas")
