"""An answer or a comparison as a file: what every face calls."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer, Citation
from assistant.comparing.comparison import Matrix
from corpus.errors import NotExportable, UsageError
from corpus.texts import text
from ui.export.about import known
from ui.export.format import Exported, Format
from ui.export.naming import answer_stem, file_name, matrix_stem
from ui.export.outline import Outline
from ui.export.setting import Setting, software_version


def export_answer(
    answer: Answer,
    form: Format,
    *,
    exported_on: date,
    style: str | None = None,
    base_url: str = "",
) -> Exported:
    """An answer, or the reason why there is none, as a file.

    Args:
        answer: What to export.
        form: The form of file; CSV only of an answer that compares.
        exported_on: The day, which names the file.
        style: A citation style for people, in which each source is given as well.
        base_url: Where this installation answers, for permanent addresses; empty for none.

    Raises:
        NotExportable: CSV of an answer that compares nothing.
        UsageError: An unknown citation style, or one for programs.
    """
    form = Format(form)
    stem = answer_stem(answer, exported_on)
    if form is Format.JSON:
        record = answer.model_dump(mode="json")
        return _exported(stem, form, _json(record, answer.language, exported_on))
    if form is Format.CSV:
        if not answer.comparison:
            others = ", ".join(other for other in Format if other is not Format.CSV)
            raise NotExportable(
                f"This answer compares nothing, so there is no table to export as {form}; "
                f"choose from: {others}.",
                format=form.value,
                known=others,
            )
        from ui.export.answer_csv import answer_csv

        return _exported(stem, form, answer_csv(answer))
    from ui.export.answer_outline import answer_outline

    setting = _setting(answer.citations, answer.language, exported_on, style, base_url)
    return _rendered(stem, form, answer_outline(answer, setting), exported_on)


def export_matrix(
    matrix: Matrix,
    form: Format,
    *,
    exported_on: date,
    style: str | None = None,
    base_url: str = "",
) -> Exported:
    """A comparison as a file.

    Args:
        matrix: What to export.
        form: The form of file.
        exported_on: The day, which names the file.
        style: A citation style for people, in which each source is given as well.
        base_url: Where this installation answers, for permanent addresses; empty for none.

    Raises:
        UsageError: An unknown citation style, or one for programs.
    """
    form = Format(form)
    stem = matrix_stem(matrix, exported_on)
    if form is Format.JSON:
        record = matrix.model_dump(mode="json")
        return _exported(stem, form, _json(record, matrix.language, exported_on))
    if form is Format.CSV:
        from ui.compare_export import as_csv

        return _exported(stem, form, as_csv(matrix))
    from ui.export.matrix_outline import matrix_outline

    setting = _setting(matrix.citations, matrix.language, exported_on, style, base_url)
    return _rendered(stem, form, matrix_outline(matrix, setting), exported_on)


def _rendered(stem: str, form: Format, outline: Outline, exported_on: date) -> Exported:
    if form is Format.DOCX:
        from ui.export.word_document import as_docx

        return Exported(file_name(stem, form), form.media_type, as_docx(outline, exported_on))
    if form is Format.HTML:
        from ui.export.printable import as_html

        return _exported(stem, form, as_html(outline))
    if form is Format.MARKDOWN:
        from ui.export.markdown import as_markdown

        return _exported(stem, form, as_markdown(outline))
    from ui.export.plain_text import as_text

    return _exported(stem, form, as_text(outline))


def _exported(stem: str, form: Format, content: str) -> Exported:
    return Exported(file_name(stem, form), form.media_type, content.encode())


def _json(record: dict[str, object], language: str, exported_on: date) -> str:
    """The record as it is, so that it can be read back, and how it left."""
    record["export"] = {
        "software": f"RuleBridge {software_version()}".strip(),
        "exported_on": exported_on.isoformat(),
        "notice": text(language, "notices.not_advice"),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _setting(
    citations: Sequence[Citation],
    language: str,
    exported_on: date,
    style: str | None,
    base_url: str,
) -> Setting:
    if style is None:
        return Setting(exported_on, base_url)
    # Citation processors are slow to load, and rarely asked for.
    from assistant.bibliography.citing import cite_as
    from assistant.bibliography.reference import reference_of
    from assistant.bibliography.style import Style, style_named

    chosen = style_named(style)
    if chosen.is_data:
        people = ", ".join(each for each in Style if not each.is_data)
        raise UsageError(
            f"“{style}” is for programs: export it on its own, or choose from: {people}.",
            style=style,
        )
    ids = set(known(citation.instrument for citation in citations))
    cited = sorted((c for c in citations if c.instrument in ids), key=lambda c: c.number)
    references = [reference_of(c, accessed=exported_on, language=language) for c in cited]
    written = cite_as(references, chosen, language).splitlines()
    return Setting(
        exported_on,
        base_url,
        text(language, f"bibliography.style_{chosen.value}"),
        {c.number: line for c, line in zip(cited, written, strict=True)},
        "en" if chosen is Style.OSCOLA else language,
    )
