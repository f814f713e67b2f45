"""What kind of answer a question wants: a figure, a day, a list of duties, a yes or no and so on.

By question words, in English, written Chinese of both scripts and Cantonese. A question often
asks for more than one thing; the most particular one counts, because it decides what has to
stand in front of the answer: *how long must a provider keep its logs* wants a figure before it
wants duties. The order is that of ``_ORDER``. Chinese patterns are written in Simplified
characters, the form into which :func:`corpus.script.fold` brings every question.

Example:
    >>> need_of("起底最多罰幾多？").value, need_of("What must a deployer do?").value
    ('figure', 'duties')
    >>> need_of("香港公司可唔可以攞客人資料train AI？").value
    'yes_no'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Need
from corpus.script import fold


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_WHAT = r"(?:什么|甚么|咩|乜嘢|乜|啥|何种|何|哪些|哪几|边啲|边几|几)"
_OUGHT = r"(?:必须|须要|须|需要|需|应当|应该|应|要|得要)"
_WHEN = (
    r"(?:几时|何时|何日|什么时候|甚么时候|什么时间"
    r"|哪一天|哪天|哪日|哪年|边日|边一日|边年|咩时候|几号)"
)
_UNIT = (
    r"(?:个?工作[日天]|个?[年月日天周]|个?星期|个?礼拜|个?小时|个?钟头?|分钟|秒|岁|钱|蚊|万|亿|百万"
    r"|欧[元罗]|港[元币]|[个]?百分[点比]|成|级|倍|次|大规模)"
)
_DUTY = r"(?:义务|责任|职责|要求|规定|规矩|规则|措施|手续|步骤|事情?|嘢)"
_BEGIN = (
    r"(?:生效|施行|实施|适用|开始|强制|执行|推行|落实|届满|到期|期满|过期|失效|截止|公布|通过|起算"
    r"|[要得][守跟]|先[要至]?[守跟]|遵守|完|冇|推迟|延期|先冇|终止|结束)"
)

COMPARISON = _any(
    r"\bcompar(?:e|es|ed|ing|isons?|ative(?:ly)?)\b",
    r"\bdiffer(?:s|ed|ing)?\b",
    r"\bdifferences?\b",
    r"\bdifferent (?:from|to|than)\b",
    r"\bhow (?:is|are) .{1,60}\bdifferent\b",
    r"\bcontrasts?\b",
    r"\bversus\b|\bvs\b",
    r"\bside by side\b",
    r"\bsimilarit(?:y|ies)\b",
    r"\b(?:stricter|tougher|looser|laxer|more lenient)\b",
    r"(?:比较|对比|对照)(?:一?[下吓]|[表各和与及、,，:：欧内中香美两三四]|$)",
    r"(?:的|嘅|间|之|和|与|作|做|横向|处罚|罚则|异同)(?:比较|对比|对照)",
    r"(?:^|[,，。;；:：请想帮个])(?:比较|对比|对照)",
    r"相比|比起",
    r"[有冇无嘅的]" + _WHAT + r"?(?:分别|区别|差别|差异|异同|唔同|不同)(?!的|嘅|意|人)",
    r"(?:分别|区别|差别|差异|不同|唔同)(?:在于|在哪|在边|在|喺边|系咩|是什么|有几大|大吗|大唔大)",
    r"区别|异同|相异",
    r"(?:哪|边)[个边度一套份部方地]{1,3}(?:法例|法律|规定)?(?:更|比较|较|最|嘅规定)?(?:严|宽|松|辣)",
    r"(?:是否|系咪|系唔系|是不是)(?:都)?(?:一样|相同)",
)

FIGURE = _any(
    r"\bhow (?:much|many|long|often|soon|high|big|large|heavy|quickly|fast|old|far back|late)\b",
    r"\bhow (?:severe|steep)\b",
    r"\bwithin (?:how|what)\b",
    r"\bwhat(?:'s| is| are| was| were| would be)? (?:the )?(?:[a-z-]+ ){0,3}"
    r"(?:fines?|penalt(?:y|ies)|sanctions?|punishments?|sentences?|thresholds?|percentages?|amounts?"
    r"|ceilings?|caps?|upper limit|maximum|minimum|fees?|duration|time[- ]?(?:limits?|frames?)"
    r"|terms? of (?:copyright|protection|imprisonment|years)|period|number|ages?)\b",
    r"\b(?:maximum|highest|biggest|largest|minimum|lowest|top) (?:[a-z-]+ ){0,2}"
    r"(?:fine|penalty|sentence|bill|term|amount|fee|age|period)s?\b",
    r"\b(?:ceiling|cap|upper limit) (?:for|on)\b",
    r"\bnumber of (?:days|hours|months|years)\b|\btime limit\b|\bcut-?off\b",
    r"^(?:max(?:imum)? )?(?:fines?|penalty|penalties|sentence) for\b",
    r"\bwhen must .{1,60}\b(?:report|notif|answer|respond|repl)",
    r"多少|几多|几耐|几久|多久|多长|多快|几快|几钱|多大|几大|多高|几高|几长|几短",
    r"(?<![这那呢嗰好前近过十数])几" + _UNIT,
    r"百分之几|几成|几岁",
    r"(?:罚款|刑期|刑罚|罚金)(?:的|嘅)?(?:上限|金额|额|最高)|罚款额|银码",
    r"(?:上限|下限|最高刑罚|最高罚款|门槛|阈值|期限|限期|时限|年期|保护期|保留期|刑期|罚则)(?:[是系为有]|会[是系])?"
    r"(?:" + _WHAT + r"|咩|如何|怎|点|几|多|呢|[?？]|$)",
    r"(?:点|怎么|怎样|如何|怎)(?:样)?(?:罚|处罚|判刑|量刑|判监|惩处|惩罚)(?!金)",
    r"(?:刑罚|罚则|罚款|惩罚|处罚|法律后果)[系是有]" + _WHAT,
    r"有" + _WHAT + r"(?:刑罚|罚则|罚款|惩罚|处罚|法律后果)",
    r"(?:罚|判|赔)几",
)

DATE = _any(
    r"\bwhen'?s?\b[^.?!;]{0,120}\b(?:appl(?:y|ies|ied|icable)"
    r"|takes? effect|took effect|effective|(?:come|came|coming|comes|enter|enters|entered) into"
    r"|in force|starts?|started|begins?|began|kicks? in|commences?|commenced|expires?|ends?|ended"
    r"|lapses?|runs? out|compl(?:y|iance)|phased? in|postponed|delayed|adopted|published"
    r"|repealed)\b",
    r"\b(?:from|on|by|since|until|after) (?:what|which) (?:date|day|month|year)\b",
    r"\b(?:what|which) (?:date|day|month|year)s?\b",
    r"\bby when\b|\bsince when\b|\bfrom when\b|\buntil when\b",
    r"\b(?:what|which) (?:[a-z-]+ ){0,4}deadlines?\b|\bwhat's the deadline\b",
    r"\b(?:effective|commencement|application|start|expiry|key) dates?\b",
    r"\b(?:timeline|timetable|transition(?:al)? period|grace period)\b",
    _WHEN + r".{0,30}" + _BEGIN,
    _BEGIN + r".{0,10}" + _WHEN,
    r"(?:生效|施行|实施|适用|届满|起始|截止|到期|公布)(?:日期?|时间)",
    r"(?:从|由|自|在|喺|于)" + _WHEN,
    _WHEN + r"(?:起|之前|前)",
    r"过渡期|宽限期|时间表|死线",
)

_CONDITION = _any(
    r"\bwhen (?:can|may|could|is|are|must|do|does|should|will|would)\b",
    r"\b(?:in|under) (?:what|which) (?:circumstances|cases|conditions|situations)\b",
    _WHEN + r"(?:可以?|能够?|先?可|准|先?算|需要|须|要|应)",
    r"(?:什么|甚么|咩|哪些|何种)(?:情况|情形|条件)",
)
"""“When may …” asks for conditions, not for a day."""

_SOME_TIME = _any(r"(?:^|[,.;] |\band |\bso )when\b", _WHEN)

DUTIES = _any(
    r"\bwhat (?:else )?(?:do|does|did|would|will) .{1,80}"
    r"\b(?:have to|need to|must|obliged? to|expects?|requires?|demands?|force|oblige)\b",
    r"\bwhat (?:else )?(?:must|should|shall|ought) ",
    r"\b(?:what|which|whose|list|outline|summari[sz]e) (?:[a-z'’-]+ ){0,5}"
    r"(?:obligations?|duties|duty|responsibilit(?:y|ies)|requirements?|safeguards)\b",
    r"\bwhat (?!rights?\b)(?:[a-z-]+ ){1,4}(?:must|shall|should|have to|has to) ",
    r"\bwhat (?!rights?\b)(?:[a-z-]+ ){1,4}(?:do|does) (?:[a-z-]+ ){1,8}(?:have|need) to\b",
    r"\bwhat (?:is|are|am) .{0,40}\b(?:required|expected|demanded|obliged)\b",
    r"\bhow (?:must|should|shall) ",
    r"\bwhom? must .{1,40}\b(?:inform|tell|notify|consult)\b",
    r"\b(?:carries|bears|has) (?:[a-z'’-]+ ){0,3}(?:duties|obligations|responsibilit)",
    r"\b(?:checklist|to-do list|compliance steps|steps to comply)\b",
    _OUGHT + r"(?:[^,，。?？]{0,20})(?:做" + _WHAT + r"|" + _WHAT + _DUTY + r")",
    r"(?<![叫系嚟])(?:做|守|跟|留意|注意|准备|履行|承担|负|遵守|满足|符合|采取)(?:返|好|啲|边)?啲?"
    + _WHAT
    + "(?!条件)",
    r"(?:有|负有|承担|负)"
    + _WHAT
    + r"(?:法律|具体|特别|保护|配合|合规|安全)?(?:义务|责任|职责|要求|嘢要)",
    r"(?:义务|责任|职责|要求)(?:有|包括|[是系])(?:" + _WHAT + r"|哪|边)",
    _OUGHT + r".{0,6}(?:登记|写|交|通知|记录|保存|公开|披露|提供|包括|备存|检查)" + _WHAT,
    _OUGHT + r"(?:点样?|如何|怎样|怎么样?)",
    r"(?:如何|怎样|怎么|点样?)(?:先|才)?(?:合规|遵守|守法|守规矩)",
    r"(?:通知|告知|告诉|话畀|话俾)(?:谁|边个|什么|咩|哪些)",
    r"(?:有何|有什么|有咩|有哪些|" + _WHAT + r")(?:[^,，。?？]{0,6})(?:义务|责任|职责)",
    r"(?:对|向)[^,，。?？]{1,20}(?:有|提出)" + _WHAT + r"要求",
    r"有何要求|(?:义务|责任|要求)(?:清单|列表)|列[出举明].{0,15}(?:义务|责任|要求)",
    r"^[^,，?？]{1,15}的(?:义务|责任|职责)[?？]?$|^[a-z' -]{1,40}\b(?:duties|obligations)$",
    r"^(?:duties|obligations|responsibilities) (?:of|for)\b",
)

_AUX = (
    r"(?:is|are|was|were|am|do|does|did|can|could|may|might|must|shall|should|will|would|has|have"
    r"|isn't|aren't|don't|doesn't|can't|couldn't|shouldn't|won't|need)"
)
_SUBJECT = (
    r"(?:an?|the|any|some|every|each|all|i|we|you|he|she|it|they|there|this|that|these|those|my|our"
    r"|your|their|its|someone|anyone|people|companies|providers|deployers|employers|section|article"
    r"|hong kong|nist|china|copyright|personal|data|ai)"
)
YES_NO = _any(
    r"(?:^|[.?!;:—]\s*)(?:(?:and|but|so|then|or|also|if so)\b[,\s]+|,\s*)*"
    + _AUX
    + r"\b(?! not\b)",
    r"[,，]\s*(?:and |but |or |so |then )*" + _AUX + r" " + _SUBJECT + r"\b",
    r"\b(?:and|or|but) (?:" + _AUX + r") " + _SUBJECT + r"\b",
    r"\bwhether\b",
    r"[,，] ?(?:right|correct|yes|no|ok|okay|" + _AUX + r"n?'?t? (?:i|we|you|he|she|it|they))[?？]",
    r"\b(?:is it|if it'?s?) (?:ok|okay|legal|lawful|illegal|allowed|permitted)\b",
    r"(.)[唔不](?:\1)",
    r"可唔可|系唔系|系咪|使乜|使咩|使唔使|有冇|有没有|有无(?!形)|是不是|得唔得|好唔好",
    r"(?:是|能|可|应|须|需|会|有|得|要)否|(?<![或])是否|允许吗",
    r"[吗嘛][?？,，。!！]?",
    r"吧[?？]",
    r"(?:^|[^做系有要干叫为讲守])咩[?？]?$|咪.{1,40}(?:咯|啰|咩|㗎|[?？])",
    r"(?:犯法|违法|合法|侵权|计数|犯罪)(?:㗎|嘅)?[?？]",
    r"算数[?？]|啱唔啱|对不对|对吗|[先落]?得(?:㗎)?啦?[?？]|一定要.{1,30}[?？]$",
)

EXPLANATION = _any(
    r"\b(?:what|who) (?:exactly |precisely )?(?:is|are|was|were|counts? as|qualif(?:y|ies) as)\b",
    r"\bwhat's\b",
    r"\bwhat (?:do|does|did) .{1,80}\bmean\b|\bmeaning of\b|\bmeans what\b",
    r"\bdefin(?:e|es|ed|ition|itions|ing)\b",
    r"\bwhy\b|\bhow come\b|\bpurpose of\b|\brationale\b",
    r"\bexplain|\bdescribe|\boutline|\bsummari[sz]e|\boverview\b|\btell me about\b|\bintroduc",
    r"\bhow\b",
    r"(?:是|系|即系|叫做?|指|即是|算)(?:指)?(?:" + _WHAT + r"|咩嚟|点解)",
    r"(?:什么|甚么|咩|乜).{0,8}(?:先|才)?(?:是|系|叫做?|算|属于)|何谓|何为|何以",
    r"定义|含义|涵义|意思|概念|是指|指的是",
    r"为什么|为甚么|为何|为咩|点解(?!决|释|读|析)|解释|说明|介绍|概述|简述|讲解|讲吓|说说|讲讲",
    r"怎样|怎么|如何|点样|点(?=定义|界定|讲|处理|分|计|运作|保护|规?管|规定|做|先|算|看待|叫|整|写|测|查|投诉|证明)|咋",
    r"咩事|系咩|咩嚟",
)

_WHERE = _any(
    r"\b(?:which|what) (?:[a-z-]+ ){0,2}?(?:articles?|sections?|provisions?|clauses?|recitals?"
    r"|paragraphs?|principles?|annex(?:es)?|subcategor(?:y|ies)|schedules?|law|laws)\b",
    r"\bwhere (?:in|does|do|is|can i find)\b",
    r"(?:哪|边|第几)一?[条款项章节份部段](?!件)|出自|在哪里?规定|边度(?:有|讲|规定)|(?<!要)(?<!给)出处"
    r"|(?:哪些|边啲|边几)条(?!件)",
)
"""Asks for a place in the law."""

_SAYS = _any(
    r"\bwhat (?:do|does|did|is|are)\b(?!.*\bmean)|\b(?:quote|show|read|text of|wording of|cite)\b",
    r"(?:讲|说|写|规定)(?:咗|了)?"
    + _WHAT
    + r"|(?:内容|原文|全文|条文)|(?:讲|说|写|规定)(?:咗|了)?(?:啲)咩",
    r"(?:系|是)(?:" + _WHAT + r")",
)
"""With a provision named: asks for what it says."""

_WHO = _any(
    r"(?:^|[,.:;?!—-] *|\b(?:and|or|but|under|in|by|to|with|of|for|from|against|tell me|on) )"
    r"(?:which|who|whom|whose)\b",
    r"\b(?:what|how) about\b",
    r"谁|边个|边位|哪个|哪家|哪些|边啲|边间|边度|哪里",
)

_ORDER = (
    (FIGURE, Need.FIGURE),
    (DATE, Need.DATE),
    (DUTIES, Need.DUTIES),
    (YES_NO, Need.YES_NO),
    (_CONDITION, Need.YES_NO),
    (_SOME_TIME, Need.DATE),
    (_WHO, Need.LOOKUP),
    (EXPLANATION, Need.EXPLANATION),
)
"""From the most particular need to the most general; the first that fits counts."""


def need_of(question: str, *, comparison: bool = False, references: Sequence[str] = ()) -> Need:
    """What kind of answer a question wants.

    Args:
        question: As typed, or completed from the conversation.
        comparison: Whether it asks about several jurisdictions.
        references: Locators of provisions that it names; what they say is then a lookup.

    Returns:
        The most particular need that its words show; a lookup where they show none.
    """
    folded = fold(question).strip()
    if comparison or COMPARISON.search(folded):
        return Need.COMPARISON
    if _WHERE.search(folded):
        return Need.LOOKUP
    found = next((need for pattern, need in _ORDER if pattern.search(folded)), Need.LOOKUP)
    if references and found is Need.EXPLANATION and _SAYS.search(folded):
        return Need.LOOKUP
    return found
