"""The term: one concept and what it is called in each language."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field, field_validator

from corpus.errors import UsageError

LISTS = ("en", "zh-Hant", "zh-Hans", "yue")
"""The languages of the glossary's lists, BCP 47; ``yue`` holds spoken Cantonese as typed."""


class Term(BaseModel):
    """One concept with its names. The law's own term stands first in its language's list."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    en: tuple[str, ...] = Field(min_length=1)
    zh_hant: tuple[str, ...] = Field(alias="zh-Hant", min_length=1)
    zh_hans: tuple[str, ...] = Field((), alias="zh-Hans")
    yue: tuple[str, ...] = Field((), description="Ways to say it in Cantonese; found, not shown.")
    jurisdictions: tuple[str, ...] = Field((), description="Whose law it belongs to; empty: all.")
    topics: tuple[str, ...] = Field((), description="Ids of the digest's topics.")
    see: tuple[str, ...] = Field((), description="Terms whose words an expansion adds.")
    note: str = ""
    statutory: bool = Field(False, description="Taken from an ordinance at ingest, not ours.")

    @field_validator("en", "zh_hant", "zh_hans", "yue")
    @classmethod
    def _distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len({name.casefold() for name in names}) != len(names):
            raise ValueError(f"a name stands twice in {list(names)}")
        for name in names:
            if len(name) < 2 or name != name.strip():
                raise ValueError(
                    f"{name!r} is not a name: two characters at least, no spaces round"
                )
        return names

    def names(self, language: str) -> tuple[str, ...]:
        """The names in ``en``, ``zh-Hant``, ``zh-Hans`` or ``yue``, preferred first.

        Raises:
            UsageError: Another language.
        """
        lists = dict(zip(LISTS, (self.en, self.zh_hant, self.zh_hans, self.yue), strict=True))
        if language not in lists:
            raise UsageError(
                f"The glossary has no “{language}”; choose from: {', '.join(LISTS)}.",
                language=language,
            )
        return lists[language]

    def all_names(self) -> Iterator[str]:
        """Every name, language after language."""
        for language in LISTS:
            yield from self.names(language)
