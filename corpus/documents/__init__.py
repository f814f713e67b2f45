"""A reader's own documents: kept apart from the law, searched when asked for, gone when removed.

None of them is in the index. Each is a folder of its own, ``<home>/documents/<owner>/<slug>/``,
that holds everything that is known of it; removing the document is removing that folder.

Example:
    ```python
    from corpus.documents import Documents
    from corpus.embedding import embedder_for
    from corpus.settings import settings

    with Documents(settings()) as documents:
        for excerpt in documents.search("kettle safety", embedder_for(settings())):
            print(excerpt.locator, excerpt.text)
    ```
"""

from corpus.documents.document import Excerpt, OwnDocument
from corpus.documents.documents import Documents

__all__ = ["Documents", "Excerpt", "OwnDocument"]
