"""An installation in which everything that is not ours is hostile, and what gives it away."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from kettles import INSTALLED, FakeAssistant, edition, named
from lxml import html

from assistant.answer import Answer, Claim, Notice, Support
from assistant.comparing.comparison import Holdings, lay_out
from assistant.composing.clause import citation_of
from assistant.verification.quotation import find_quote
from corpus.catalogue import Trilingual
from corpus.digest import Digest, DigestEntry, Topic
from corpus.errors import StoreUnavailable, UsageError
from corpus.provision import Provision
from corpus.provisions import ProvisionTable

MARKED = "rbevil"
"""Stands in every name that a hostile text tries to bring into a page."""

_THERE = f"https://{MARKED}.example"

ATTACKS = {
    "script": f"<script>{MARKED}(1)</script>",
    "image": f"<img src=x onerror={MARKED}(1)>",
    "attribute": f"\"' autofocus onfocus='{MARKED}(1)' x=\"",
    "close": f"</script></style></title></textarea></main><svg onload={MARKED}(1)>",
    "dollar": f"${{{MARKED}(1)}}",
    "mustache": f"{{{{{MARKED}(1)}}}} {{% {MARKED} %}} {{!0}} {{0.__class__}} %s %(x)s",
    "link": f"[a](javascript:{MARKED}(1)) [b]({_THERE}) [c]: {_THERE}",
    "picture": f"![p]({_THERE}/p.png) <{_THERE}> www.{MARKED}.example",
    "direction": f"\u202e{MARKED}\u2066\u2069\u200b",
    "controls": f"\x1b[31m\x1b]0;{MARKED}\x07\x9b2J\x08\x7f {MARKED}",
    "lines": f"x\r\nevent: {MARKED}\r\ndata: {{}}\r\n\r\nSet-Cookie: {MARKED}=1\u2028a\u0085b",
    "formula": f'=HYPERLINK("https://{MARKED}.example")',
    "climb": f"../../../etc/passwd\\..\\{MARKED}",
}
"""What is tried, by name."""

EVERYTHING = " ".join(ATTACKS.values())
HEADING = " ".join(ATTACKS[name] for name in ("image", "dollar", "mustache", "link", "direction"))
QUOTE = f"Nobody shall teach a kettle {ATTACKS['script']}"
WORDS = f"1.\n{QUOTE} to judge.\n{EVERYTHING}\nTeapots are spared."
PLACE = "eu-ai-act/art_5/par_1"

_OURS = re.compile(r"(?:/(?!/)|#|\?|mailto:$|data:image/svg)[^\x00-\x1f]*|")
_ELSEWHERE = re.compile(
    r"https://(?:publisher\.example|eur-lex\.europa\.eu|[a-z0-9.-]+\.(?:gov|org|hk|cn|eu))/"
)
_LEADS = ("href", "src", "action", "formaction", "srcset", "poster", "data", "ping", "background")
_NEVER = frozenset(("iframe", "object", "embed", "base", "frame", "applet", "math", "marquee"))


def provisions() -> Iterator[Provision]:
    """An ingested document whose every word is hostile, its publisher's address included."""
    evil = edition("eu-ai-act", "2026-07-27", "en", source_url=f"javascript:{MARKED}(1)")
    whole = f"Article 5\n{HEADING}\n{WORDS}\n2.\nLids stay on."
    root = Provision(
        locator="eu-ai-act/art_5", edition=evil, text=whole, root="eu-ai-act/art_5",
        span=(0, len(whole)), order=0, kind="article", label="Article 5", heading=HEADING,
        body_start=len("Article 5\n") + len(HEADING) + 1, heading_path=(HEADING,),
    )  # fmt: skip
    start = whole.index(WORDS)
    yield root
    yield Provision(
        locator=PLACE, edition=evil, text=WORDS, root=root.locator, order=1, kind="paragraph",
        span=(start, start + len(WORDS)), label="1.", body_start=2, heading=HEADING,
        heading_path=(HEADING, f"Article 5 {HEADING}"),
    )  # fmt: skip


def same(words: str) -> Trilingual:
    """The same words in every language."""
    return named(words, words, words)


DIGEST = Digest(
    [Topic(id="kettles", name=same(f"Kettles {HEADING}"), description=same(EVERYTHING))],
    [
        DigestEntry(
            locator=place, heading=same(HEADING), gist=same(EVERYTHING), topics=("kettles",)
        )
        for place in (PLACE, "cap-486/s_26")
    ],
)


class HostileAssistant(FakeAssistant):
    """Cites the hostile document; what its model writes is hostile too.

    “compare” compares, “slowly” comes piece by piece, “endlessly” does not end, “bug” fails with
    the question in the error's message, “held” waits until `let_go` is set; `end` ends all.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self.table = ProvisionTable.create(folder / "provisions.sqlite")
        self.table.write(provisions())
        self.words = DIGEST
        self.embedder = SimpleNamespace(fingerprint="toy/3")
        self.model = None
        store = SimpleNamespace(count=lambda: 4)
        self.index = SimpleNamespace(manifest=INSTALLED, provisions=self.table, store=store)
        self.end = threading.Event()
        self.let_go, self.begun, self.stopped = (
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )

    def ask(self, question: str, **options: object) -> Answer:
        if "held" in question:
            self.begun.set()
            self.let_go.wait(20)
        if "bug" in question:
            raise ZeroDivisionError(f"cannot do {question}")
        if "away" in question:
            raise StoreUnavailable("The store is away.")
        given = super().ask(question, **options)
        if not given.claims:
            return given
        found = self.table.get(PLACE)[0]
        quoted = QUOTE
        spans = find_quote(quoted, found.text)
        made = citation_of(found, quoted, spans, given.language, EVERYTHING)
        citations = tuple(made.model_copy(update={"number": n}) for n in (1, 2))
        claims = (
            Claim(text=EVERYTHING, language="en", support=Support.ENTAILED, citations=(1,)),
            Claim(text=quoted, language="en", support=Support.VERBATIM, citations=(2,)),
        )
        understood = {"topics": ("kettles",), "outside": (EVERYTHING,)}
        return given.model_copy(
            update={
                "lead": EVERYTHING,
                "lead_citations": (1,),
                "claims": claims,
                "citations": citations,
                "notices": (Notice(code="edition", text=EVERYTHING, citations=(1,)),),
                "written_by": EVERYTHING,
                "fallback": "",
                "understanding": given.understanding.model_copy(update=understood),
            }
        )

    def stream(self, question: str, *, stop=None, **options: object) -> Iterator[Answer]:
        whole = self.ask(question, **options)
        if "slowly" in question or "endlessly" in question:
            yield whole.model_copy(update={"claims": whole.claims[:1], "notices": ()})
        if "endlessly" in question:
            self.begun.set()
            while not (stop and stop.wait(0.01)):
                if self.end.is_set():
                    return
            self.stopped.set()
            return
        yield whole

    def compare(self, topic, jurisdictions=None, language="en", as_at=None):
        if "bug" in str(topic):
            raise ZeroDivisionError(f"cannot do {topic}")
        holdings = Holdings(self.table, INSTALLED.texts, self.words)
        try:
            return lay_out(
                topic, holdings, jurisdictions=jurisdictions, language=language, as_at=as_at
            )
        except KeyError:
            # The glossary knows the topics of the real digest alone.
            raise UsageError("There is no such topic.", known="kettles") from None

    def close(self) -> None:
        self.let_go.set()
        super().close()
        self.table.close()


def troubles(markup: str, *, templates: bool = False) -> list[str]:
    """What in a page or a piece of one would run, load or lead somewhere it should not.

    Args:
        markup: HTML.
        templates: Whether Gradio reads it, to which ``${`` and ``{{`` mean something.
    """
    found = []
    for element in html.fromstring(f"<div>{markup}</div>").iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _NEVER or MARKED in element.tag:
            found.append(f"<{element.tag}>")
        if element.tag in ("script", "style") and (element.text or "").strip():
            found.append(f"inline {element.tag}")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("srcdoc", "style") or MARKED in name:
                found.append(f"{element.tag} {name}")
            there = value.strip()
            if name in _LEADS and not (_OURS.fullmatch(there) or _ELSEWHERE.match(there)):
                found.append(f"{element.tag} {name}={value[:80]}")
    if templates and re.search(r"\$\{|\{\{", markup):
        found.append("template")
    return found


def fragments(message: object) -> Iterator[str]:
    """All HTML in a message of the Ask page."""
    if isinstance(message, dict):
        for name, value in message.items():
            # What the browser keeps, what fills its fields and what is read out is text.
            if name not in ("kept", "answer", "question", "options", "said"):
                yield from fragments(value)
    elif isinstance(message, list):
        for value in message:
            yield from fragments(value)
    elif isinstance(message, str) and "<" in message and message.lstrip().startswith("<"):
        yield message


class AskPage:
    """The Ask page as a program speaks to it, in place of its script.

    Args:
        client: At the application.
        session: Names the conversation.
    """

    def __init__(self, client, session: str = "hostile") -> None:
        self._client, self.session = client, session
        page = client.get("/", headers={"accept": "text/html"}).text
        start = page.index("{", page.index("window.gradio_config"))
        configuration = json.JSONDecoder().raw_decode(page[start:])[0]
        # The first output is the conversation where there are two.
        self.events = {
            target[1]: (of["id"], len(of["inputs"]), len(of["outputs"]))
            for of in configuration["dependencies"]
            for target in of["targets"]
        }

    def send(self, event: str, told: object, **headers: str):
        """Do something on the page; the response to the request alone."""
        number, inputs, _ = self.events[event]
        body = {
            "data": [None] * inputs, "event_data": told, "fn_index": number,
            "session_hash": self.session, "trigger_id": None,
        }  # fmt: skip
        # As JSON in ASCII: half a character is sent as its escape.
        return self._client.post(
            "/gradio_api/queue/join",
            content=json.dumps(body),
            headers={"content-type": "application/json", **headers},
        )

    def hear(self) -> dict:
        """The last message, whole."""
        address = f"/gradio_api/queue/data?session_hash={self.session}"
        pieces = b""
        with self._client.stream("GET", address) as stream:
            for piece in stream.iter_raw():
                pieces += piece
                # Not `iter_lines`: to Python, there are more ends of lines than a browser knows.
                *whole, pieces = pieces.split(b"\n\n")
                for event in whole:
                    told = json.loads(event.removeprefix(b"data: "))
                    if told["msg"] in ("process_completed", "unexpected_error"):
                        return told
        raise AssertionError("nothing was told")

    def does(self, event: str, told: object) -> dict:
        """Do something and wait for what comes of it."""
        assert self.send(event, told).status_code == 200
        data = self.hear()["output"]["data"]
        return data[-1]
