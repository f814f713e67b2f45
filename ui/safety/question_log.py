"""Questions, kept only where that is switched on, and not for longer than the settings say."""

from __future__ import annotations

import json
import logging
import os
import threading
from datetime import UTC, date, datetime, timedelta

from corpus.settings import Settings
from corpus.texts import text
from ui.safety.ledger import write_private
from ui.safety.secret import pseudonym, secret_of

_log = logging.getLogger(__name__)


class QuestionLog:
    """``<home>/questions.log``: one JSON object a line, readable by its owner alone.

    What is too old is removed at the start and once a day, also where nothing new is kept.

    Args:
        settings: Whether to keep questions, for how many days, and where.
    """

    def __init__(self, settings: Settings) -> None:
        self.on = settings.log_questions
        self.path = settings.home / "questions.log"
        self._days = settings.log_days
        self._settings = settings
        self._lock = threading.Lock()
        self._pruned: date | None = None
        self.prune()

    def note(self, question: str, user: str = "") -> None:
        """Keep a question, if questions are kept.

        Args:
            question: As asked.
            user: Who asked; kept as a pseudonym.
        """
        if not self.on:
            return
        who = pseudonym(secret_of(self._settings.home), user)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"at": now, "user": who, "question": question}, ensure_ascii=False)
        try:
            with self._lock:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as file:
                    file.write(line + "\n")
        except OSError as error:
            _log.warning("%s cannot be written (%s)", self.path, error.strerror)
        self.prune()

    def prune(self) -> None:
        """Remove what is too old, at most once a day."""
        today = datetime.now(UTC).date()
        if self._pruned == today:
            return
        self._pruned = today
        oldest = datetime.now(UTC) - timedelta(days=self._days)
        with self._lock:
            try:
                lines = self.path.read_text("utf-8", errors="replace").splitlines()
                kept = [line for line in lines if _is_younger(line, oldest)]
                if len(kept) < len(lines):
                    write_private(self.path, "".join(f"{line}\n" for line in kept))
            except FileNotFoundError:
                pass
            except OSError as error:
                _log.warning("%s cannot be shortened (%s)", self.path, error.strerror)


def what_is_kept(language: str, settings: Settings) -> str:
    """What this server keeps of what readers do, in a sentence or two for the page.

    Args:
        language: The reader's language.
        settings: What is switched on.
    """
    if settings.log_questions:
        return text(language, "safety.kept_questions", days=settings.log_days)
    return text(language, "safety.kept_nothing")


def _is_younger(line: str, oldest: datetime) -> bool:
    try:
        return datetime.fromisoformat(json.loads(line)["at"]) >= oldest
    except (ValueError, KeyError, TypeError):
        return False
