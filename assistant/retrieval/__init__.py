"""Finding provisions: searched for in several ways, then put in order.

A group of instruments (one for each jurisdiction in a comparison, so that none drowns another) is
searched by five legs (`legs.py`). What they find is fused by rank (`fusion.py`), described by what
each leg and the question say of it (`features.py`) and put in order by a weighted sum with stated
weights (`ranking.py`). `recipe.py` holds every constant, and what can be switched off to see what
it is worth.
"""

from assistant.retrieval.found import Group, Retrieval
from assistant.retrieval.recipe import RECIPE, Recipe
from assistant.retrieval.searching import editions_on, retrieve

__all__ = ["RECIPE", "Group", "Recipe", "Retrieval", "editions_on", "retrieve"]
