"""Errors that a reader can act on.

Every failure that can reach a person is a :class:`RuleBridgeError`. It has a stable ``code``,
under which the faces keep a sentence in each interface language, the values that the sentence
needs, and an English sentence of its own for the terminal and the logs.
"""

from __future__ import annotations

from typing import ClassVar


class RuleBridgeError(Exception):
    """A failure with one clear sentence: what happened, and what to do about it.

    Args:
        message: The English sentence. It names the thing that failed and the next step.
        **details: The values in the sentence, by name, for the translated sentences.
    """

    code: ClassVar[str] = "failure"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.details: dict[str, object] = details


class UsageError(RuleBridgeError):
    """The caller asked for something that cannot be: a bad option, an unknown name."""

    code = "usage"


class UnknownInstrument(UsageError):
    """An instrument id that the catalogue does not have."""

    code = "unknown-instrument"


class CatalogueUnreadable(RuleBridgeError):
    """A catalogue file of this installation that is damaged, or takes what is taken."""

    code = "catalogue-unreadable"


class UnknownProvision(UsageError):
    """A locator that leads nowhere in the indexed texts."""

    code = "unknown-provision"


class NotExportable(UsageError):
    """A form that what is exported cannot take: a table of something that compares nothing."""

    code = "not-exportable"


class Unverifiable(UsageError):
    """An answer from outside that the installed texts do not bear out."""

    code = "unverifiable"


class UnknownStyle(UsageError):
    """A citation style that there is not."""

    code = "unknown-style"


class UnreadableSource(RuleBridgeError):
    """A source file that no parser can read: wrong format, damaged, scanned, encrypted."""

    code = "unreadable-source"


class IndexMissing(RuleBridgeError):
    """There is no index yet; ``rulebridge ingest`` makes one."""

    code = "index-missing"


class IndexMismatch(RuleBridgeError):
    """The index was made by another embedding model or format than the one in use."""

    code = "index-mismatch"


class IndexBusy(RuleBridgeError):
    """Another process holds the index."""

    code = "index-busy"


class IndexDamaged(IndexMismatch):
    """An index that fails verification: what it holds is not what it says."""

    code = "index-damaged"


class UnknownIndex(UsageError):
    """An id under which there is no index."""

    code = "unknown-index"


class NoPreviousIndex(UsageError):
    """There is no index before the one in use, to go back to."""

    code = "no-previous-index"


class IngestRunning(RuleBridgeError):
    """Another process is changing the indexes; two at once are one too many."""

    code = "ingest-running"


class DiskFull(RuleBridgeError):
    """There is no space left where the index is written."""

    code = "disk-full"


class HomeUnwritable(RuleBridgeError):
    """The folder of indexes cannot be written for another reason than space."""

    code = "home-unwritable"


class ModelUnavailable(RuleBridgeError):
    """The embedding model's weights cannot be found or read."""

    code = "model-unavailable"


class StoreUnavailable(RuleBridgeError):
    """The passage store does not answer, or refuses."""

    code = "store-unavailable"


class PackRefused(RuleBridgeError):
    """An evidence pack that is damaged, altered, or none; the sentence names what is wrong."""

    code = "pack-refused"


class FeedbackFull(RuleBridgeError):
    """The file of feedback has reached its largest size."""

    code = "feedback-full"


class FeedbackUnavailable(RuleBridgeError):
    """The file of feedback cannot be read or written."""

    code = "feedback-unavailable"


class FeedbackOff(UsageError):
    """Feedback is switched off by the settings."""

    code = "feedback-off"


class FetchFailed(RuleBridgeError):
    """A publisher's file did not come, or what came cannot be kept."""

    code = "fetch-failed"


class PublisherUnreachable(FetchFailed):
    """A publisher's server cannot be found or connected to, or falls silent."""

    code = "publisher-unreachable"


class PublisherRefuses(FetchFailed):
    """A publisher's server answers, but not with the file: an error status, or “later”."""

    code = "publisher-refuses"


class UnsafeDownload(FetchFailed):
    """A download leads where none may go: another host, a private address, round in circles."""

    code = "unsafe-download"


class DownloadTooLarge(FetchFailed):
    """More bytes than a source file may have, before or after unpacking."""

    code = "download-too-large"


class NotTheText(FetchFailed):
    """What came is not the text: another type, another hash, broken off, without provisions."""

    code = "not-the-text"


class SourcesUnwritable(RuleBridgeError):
    """The folder of fetched files cannot be written, or what stands in it cannot be read."""

    code = "sources-unwritable"


class NothingPending(UsageError):
    """There is no changed text of an instrument that waits to be accepted."""

    code = "nothing-pending"


class UnreadableDocument(UnreadableSource):
    """A reader's own document that cannot be taken in; the sentence says what would help."""

    code = "unreadable-document"


class DocumentUnknown(UnreadableDocument):
    """A file of a kind that is not read: a picture, an archive, a program."""

    code = "document-unknown"


class DocumentScanned(UnreadableDocument):
    """A PDF of pictures of pages, or with a text layer that is no text."""

    code = "document-scanned"


class DocumentLocked(UnreadableDocument):
    """A document that asks for a password."""

    code = "document-locked"


class DocumentDamaged(UnreadableDocument):
    """A document that breaks off, or breaks the rules of its format."""

    code = "document-damaged"


class DocumentTooLarge(UnreadableDocument):
    """A document that passes a limit: bytes, pages, words, or what it unpacks to."""

    code = "document-too-large"


class DocumentTooSlow(UnreadableDocument):
    """A document that takes longer to read than it may."""

    code = "document-too-slow"


class DocumentGarbled(UnreadableDocument):
    """A text in no encoding that gives words."""

    code = "document-garbled"


class DocumentEmpty(UnreadableDocument):
    """A document without words."""

    code = "document-empty"


class UnknownDocument(UsageError):
    """A document that there is not, or that belongs to somebody else."""

    code = "unknown-document"


class DocumentsFull(UsageError):
    """A reader has as many documents, or as many bytes of them, as the settings allow."""

    code = "documents-full"


class DocumentsUnwritable(RuleBridgeError):
    """The folder of documents cannot be written."""

    code = "documents-unwritable"


class DocumentUnusable(RuleBridgeError):
    """A stored document is damaged, or of another format."""

    code = "document-unusable"


class BackupRefused(RuleBridgeError):
    """A backup that is damaged, altered, of another format, or none."""

    code = "backup-refused"


class BackupFailed(RuleBridgeError):
    """A backup that could not be made or restored; what there was is still there."""

    code = "backup-failed"
