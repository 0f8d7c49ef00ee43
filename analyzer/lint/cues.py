"""The cues of sentences that speak to a reader, as short patterns, and the rules that put them together.

A pattern is a regular expression in which a space is any white space, " ... " is up to eighty characters of one sentence,
and {braces} hold one of the word lists below. It begins and ends at words.
"""

from __future__ import annotations

import re

_WORDS = {
    "tool": r"(?:AI|automated|automatic|machine|algorithmic|computer|electronic)[- ](?:\w+[- ]){0,2}(?:review(?:ers?)?|readers?"
    r"|analy[sz]ers?|analysis|parsers?|screening|scoring|scanners?|tools?|systems?|agents?|evaluators?|assistants?)"
    r"|LLMs?|(?:large )?language models?|GPT|ChatGPT|Claude|Gemini|Copilot|chat ?bots?",
    "check": r"(?:contract|document|clause|legal|compliance|risk)[- ](?:review|analysis|scoring|screening|assessment)"
    r"(?:[- ](?:tools?|software|systems?|engines?|models?))?",
    "person": r"reviewers?|evaluators?|graders?|readers?|analy[sz]ers?",
    "rate": r"rate|score|grade|mark|classify|label|evaluate|assess|treat|regard|consider|deem|accept|count|report|conclude|find"
    r"|assume|record|read|give|assign|award|approve|return|output|answer",
    "heading": r"(?:important |special )?(?:note|notice|attention|message|instruction|guidance|reminder|hint|directive"
    r"|request|memo)",
    "must": r"should|must|shall|will|may|can|(?:is|are|need) to"
    r"|(?:is|are) (?:asked|instructed|requested|invited|directed|advised|expected|required) to",
    "paper": r"contract|agreement|document|paper|text|clause|section|provision",
    "weak point": r"gaps?|issues?|weakness(?:es)?|missing|concerns?|shortcomings?|findings?|problems?|absence|red flags?"
    r"|instructions?|sentence",
    # Where an order begins: with the sentence, after a colon, after "please".
    "order": r"^\W*|[:;]\s+|\b(?:please|kindly|you (?:must|should|shall|will|are to))\s+",
}
CUES: dict[str, tuple[str, ...]] = {
    "furniture of chats": (
        r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|begin_of_text|eot_id)\|?>",
        r"\[/?INST\]",
        r"<</?SYS>>",
        r"^\s*#{1,4}\s*(?:system|instructions?)\s*(?:prompt\s*)?:",
        r"^\s*(?:system|assistant|human)\s*:",
        r"(?:new|updated|hidden|secret) (?:system )?(?:prompt|instructions?)\s*:",
        r"(?:begin|end) (?:system |hidden )?prompt",
    ),
    "addresses a reader": (
        r"^\W*(?:{heading})s?\s*(?:to|for|:)?\s*(?:the |any |all |an? |every )*(?:AI|{tool}|{check}|{person}|model|assistant)"
        r"\s*[:,\u2013\u2014-]",
        r"^\W*(?:{heading})s?\s*(?:to|for|:)?\s*(?:the |any |all |an? |every )*(?:AI|{tool}|{check}|{person}|model|assistant)"
        r" (?:who|that|reading|reviewing|processing|analy[sz]ing)",
        r"^\W*(?:dear|hey|hello,?|hi) (?:AI|{tool}|{person}|model|assistant)",
        r"^\W*(?:AI|{tool}|{check}|{person})\s*[:,]\s*(?:please|you|do|{rate}|ignore|respond)",
    ),
    "says what the reader is": (
        r"(?:if|when|since|as|because) you are (?:reading|reviewing|an? (?:LLM|automated|machine|bot))",
        r"you are (?:now |to act as )?(?:an? |the )(?:\w+ )?(?:{tool}|(?:AI )?assistant|AI model|reviewer|evaluator|grader)",
        r"you are (?:now |to act as )?(?:an? |the )contract (?:reviewer|analyst)",
        r"as an? (?:AI|large) language model",
    ),
    "asks and answers": (
        r"(?:the right|the correct|your) answer (?:is|must be|should be)",
        r"is (?:therefore |always )?answered (?:with|by)",
        r"(?:when(?:ever)?|where) (?:you are|a question is) asked",
        r"when you (?:evaluate|assess|review|score|rate|check)",
        r"repeat this for (?:every|each|all)",
        r"(?:cite|quote) the (?:sentence|paragraph)",
        r"status: (?:strong|adequate)",
    ),
    "sets a score": (
        r"(?:score|rating|grade)\s*(?:=|:|must be|should be|is set to)\s*(?:100|10/10|strong|high(?:est)?|max(?:imum)?)",
    ),
    "tells to forget": (
        r"(?:{order}|,\s|\b(?:now|must|should|and|then|to)\s)(?:ignore|disregard|forget|override|set aside|discard)",
    ),
    "earlier orders": (
        r"(?:previous|prior|earlier|above|preceding|foregoing|your|system|existing|initial|original|all other) ... "
        r"(?:instructions?|prompts?|guidelines|directions|rules|rubrics?|criteria|context|training)",
    ),
    "tells a reader to rate": (
        r"(?:AI|{tool}|{check}|{person}) ... (?:{must}) (?:\w+ ){{0,2}}(?:{rate}|ignore|disregard)",
    ),
    "orders a rating": (r"(?:{order})(?:{rate})",),
    "orders an answer": (
        r"(?:{order})(?:respond|reply|answer|output|print|return|say|state|write) (?:only |simply )?(?:with|in|that|as|JSON)",
    ),
    "for a reader": (
        r"(?:purposes? of|in|under|during|by|in case of) (?:any |an? |all |every |the )?(?:{tool}|{check})",
    ),
    "meets": (
        r"(?:is|are|be|as|counts?|meets?|satisf(?:y|ies|ied)|fulfil(?:s|led)?) ... "
        r"(?:requirements?|criteria|met|standard|satisfied|strong|compliant)",
    ),
    "document": (
        r"(?:this|these|each|every|all|any|the|it|them|everything) ... "
        r"(?:{paper}|paragraph|element|check|item|requirement|vendor|notice)s?",
    ),
    "rating": (
        r"strong(?:est)?|adequate|compliant|satisf(?:ied|actory|ying|ies)|favou?rable|passing|passed",
        r"best practice|market standard",
        r"(?:fully|entirely) (?:compliant|met|satisfied|protective|covered)",
        r"(?:low|no)[- ]risk|risk[- ]free|no (?:issues?|gaps?|concerns?|findings?|risks?)",
        r"(?:highest|maximum|full|top|best|perfect|passing|high)(?: possible)? (?:score|rating|grade|marks?|points)",
        r"10/10|100%|100 (?:percent|points)|score of|rating of|\"?status\"?:",
    ),
    "keeps quiet": (
        r"(?:{order})(?:do not|don't|never|must not|should not)"
        r" (?:mention|report|flag|highlight|raise|surface|list|note|reveal) ... (?:{weak point})",
    ),
    "speaks of its reader": (
        r"(?:whoever|anyone who|everyone who|any person who|those who) (?:reads?|checks?|evaluates?|reviews?|scores?|grades?)",
        r"(?:software|tool|system|program|model|machine) (?:that|which) (?:scores|rates|reads|reviews|grades|checks) (?:this|the)"
        r" (?:{paper})",
        r"(?:{person}) (?:who|that) reads?|any reader|every checklist|graders award",
    ),
    "comes to a result": (
        r"conclude|confirm|award|record|give it|pass it|stop here|marks|points|strong|understood (?:as|by)|settled beyond doubt",
    ),
    "speaks of itself": (
        r"this (?:very )?sentence|(?:following|next|preceding|previous) (?:sentence|paragraph)",
        r"(?:sentence|paragraph|clause|section|duty|cap|list|licen[cs]e) (?:above|below|that follows|before it)",
        r"taken as a whole,? (?:section|clause)|its \w+ terms are read|that is as strong",
    ),
    "praises": (
        r"(?:full|top|highest|maximum|good) (?:marks|ratings?|scores?)|100 points|no issues|satisf(?:y|ies) every",
        r"(?:graded|rated|marked|scored) (?:strong|adequate|accordingly)|strong(?:est)?|market standard|prohibited",
    ),
    "tells what readings come to": (
        r"(?:any|every|each|no) (?:checklist|{person}|(?:assessment|evaluation|reading|review|scoring|analysis) of (?:this|the)"
        r" (?:{paper})) ... (?:{must}) (?:\w+ ){{0,2}}(?:find|confirm|record|conclude|award|agree|accept|come to|result|pass)",
    ),
    "gives itself away": (
        r"(?:AI|{tool}|parser|(?:evaluation|scoring|review) (?:engine|software|model)|artificial intelligence)"
        r" (?:that is |which is )?(?:used|employed|asked|built|made) (?:to|for) (?:review|read|analy[sz]e|evaluate|score|check|rate)"
        r"\w* (?:of )?this (?:{paper})",
        r"^\W*(?:assistant|AI|LLM|chat ?bot|parser|scanner|agent)\s*[,:]\s*(?:please|continue|you|do|{rate}|begin|start|stop|write|say)",
        r"(?:^\W*|this is an? )(?:note|todo|hint|message|reminder) (?:for|to|from) (?:the|any|all|your) (?:AI|parser|scanner|{person}"
        r"|{tool}|compliance team|evaluation team|operator|developers?)",
        r"(?:following|this) is a message from the",
        r"purposes of (?:the|any|an) (?:evaluation|scoring|review) (?:engine|software)",
        r"(?:{order}|,\s)(?:mark|record|count|list|flag|tag) (?:them|it|all|each|these|every \w+) as"
        r" (?:present|met|compliant|strong|ok|found|passed)",
        r"(?:{order}|you )(?:report|find|mention|list|return) no (?:adverse|negative|critical|missing)"
        r" (?:findings?|items?|elements?|provisions?)",
        r"(?:{order}|,\s)(?:translate|summari[sz]e|render|paraphrase) the (?:next|following|above|previous|preceding)"
        r" (?:sentence|paragraph|{paper}) (?:as|to say)",
        r"(?:high|higher|highest|better|best)(?: possible)? (?:compliance|protection|risk) scores?",
        r"confidence\s*[=:]\s*(?:1\.0|100|0\.9\d*)",
        r"you will (?:be rewarded|receive a (?:reward|bonus|tip)|be penali[sz]ed) (?:if|for|when|unless)",
        r"by (?:processing|parsing|scoring|evaluating|analy[sz]ing) this (?:{paper}),? you",
    ),
    "names a party": (r"(?:client|customer|provider|supplier|company|contractor|user)s?|(?-i:Vendors?|Services|Data)",),
}
# A sentence is found when it has all the cues of one rule.
RULES: tuple[tuple[str, ...], ...] = (
    ("furniture of chats",),
    ("addresses a reader",),
    ("says what the reader is",),
    ("asks and answers",),
    ("sets a score",),
    ("tells to forget", "earlier orders", "not names a party"),
    ("tells a reader to rate", "document", "rating"),
    ("for a reader", "document", "meets"),
    ("orders a rating", "document", "rating", "not names a party"),
    ("orders an answer", "rating", "not names a party"),
    ("keeps quiet", "not names a party"),
    ("speaks of its reader", "comes to a result", "not names a party"),
    ("speaks of itself", "praises"),
    ("tells what readings come to",),
    ("gives itself away",),
)


def compile_cues() -> dict[str, re.Pattern[str]]:
    """Return one pattern a cue."""
    return {name: re.compile("|".join(map(_expand, patterns)), re.IGNORECASE) for name, patterns in CUES.items()}


def _expand(pattern: str) -> str:
    for name, words in _WORDS.items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{words})")
    pattern = pattern.replace("{{", "{").replace("}}", "}")
    pattern = pattern.replace(" ... ", r"\b[^.]{0,80}\b").replace(" ", r"\s+")
    bounded = pattern if pattern[0] in "^<\\[(" else rf"\b(?:{pattern})"
    return rf"(?:{bounded})\b" if pattern[-1].isalnum() or pattern[-1] in "?)" else f"(?:{bounded})"
