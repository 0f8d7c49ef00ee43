"""The words by which a sentence may speak to its reader, in classes, and what their order says.

A sentence becomes a string of one letter a word, the class of the word, so that its grammar is read by short patterns:
a machine that must (`[MT].{0,5}m`), a verdict after "as" (`a.{0,2}G`). English, German, French and Spanish.
"""

from __future__ import annotations

import re
from itertools import chain


def _verbs(words: str) -> set[str]:
    """Return each verb with its regular forms."""
    forms: set[str] = set()
    for verb in words.split():
        stem = verb[:-1] if verb.endswith("e") else verb
        third = f"{verb[:-1]}ies" if re.search("[^aeiou]y$", verb) else f"{verb}{'es' if verb[-1] in 'sxzh' else 's'}"
        past = f"{verb[:-1]}ied" if re.search("[^aeiou]y$", verb) else f"{stem}ed"
        forms |= {verb, third, past, f"{stem}ing"}
    return forms


def _nouns(words: str) -> set[str]:
    """Return each noun with its plural."""
    return set(words.split()) | {
        f"{noun[:-1]}ies" if re.search("[^aeiou]y$", noun) else f"{noun}s" for noun in words.split()
    }


def _words(words: str) -> set[str]:
    return set(words.split())


# What a class is called, its letter, its words; a word of several classes belongs to the first. "_" joins a phrase.
_CLASSES: dict[str, tuple[str, set[str]]] = {
    "machine": (
        "M",
        _nouns("ai llm gpt chatgpt claude gemini openai copilot chatbot bot robot crawler algorithm ki ia sprachmodell")
        | _nouns("language_model neural_network machine_reader")
        | _words(
            "artificial_intelligence natural_language intelligence_artificielle inteligencia_artificial legal_tech"
        )
        | _words("modèle_de_langage modelo_de_lenguaje künstliche_intelligenz künstlichen_intelligenz"),
    ),
    "tool": (
        "T",
        _nouns("tool system program programme engine model assistant parser scanner platform analyzer analyser machine")
        | _nouns("computer solution pipeline outil logiciel programa herramienta asistente assistent extractor plugin")
        | _words("software automated automatic automatically automation computational algorithmic electronic")
        | _words("automatisierte automatische automatique automática"),
    ),
    "reader": (
        "R",
        _nouns(
            "reader reviewer evaluator grader checker rater examiner analyst assessor annotator judge lecteur lector"
        )
        | _words("whoever anyone everyone leser lectores prüfer"),
    ),
    "reading": (
        "r",
        _verbs(
            "read review evaluate assess analyse analyze parse process summarise summarize examine scan inspect ingest"
        )
        | _verbs("check extract interpret index")
        | _words(
            "evaluation evaluations assessment assessments analysis analyses grading scoring summary summaries abstract"
        )
        | _words("examination extraction checks check lit lee prüfung prüfende revisión examen analiza"),
    ),
    "paper": (
        "P",
        _nouns(
            "contract agreement document file paper text paragraph section subsection clause page instrument schedule"
        )
        | _nouns("template line sentence exhibit annex deed part footnote article provision wording passage appendix")
        | _nouns(
            "addendum recital heading table vertrag dokument abschnitt klausel contrat texte contrato texto acuerdo"
        )
        | _words("cláusula sección artículo ziffer boilerplate content terms"),
    ),
    "this": (
        "t",
        _words(
            "this these following next above below preceding foregoing remaining remainder here what subsequent rest"
        )
        | _words("diesen dieser dieses diesem ce cette présente este esta folgende suivante siguiente"),
    ),
    "rate": (
        "V",
        _verbs(
            "rate score grade mark classify label assign award log tick upgrade map count record categorise categorize"
        )
        | _verbs("register rank enter raise lower downgrade adjust set credit")
        | _words("bewerten einzustufen einstufen califica marcar attribuer otorga calificar give gives given"),
    ),
    "deem": (
        "D",
        _verbs(
            "treat consider regard deem take assume accept construe view presume trust recognise recognize believe rely"
        )
        | _words("taken understood understand considérée considerarse"),
    ),
    "say": (
        "S",
        _verbs("reply respond answer output print return state write describe report conclude confirm declare indicate")
        | _verbs("produce recommend quote cite paraphrase translate mention comment suggest propose draft explain")
        | _words("tell tells told say says said saying antworte répondez responde declara déclare indiquez"),
    ),
    "pass over": (
        "X",
        _verbs("ignore disregard skip overlook bypass omit override discard drop suppress conceal hide refrain neglect")
        | _verbs(
            "abandon cancel exempt exclude withhold disable erase delete cease stop reset forgo dismiss silence avoid"
        )
        | _words("forget forgets set_aside leave_out pass_over put_away gloss_over no_longer withdrawn hidden left_out")
        | _words("ignorieren ignorez ignora vergiss oublie olvida omitirá übergehen skipped dropped unanalysed"),
    ),
    "flag": (
        "F",
        _verbs("flag warn highlight reveal surface redline object criticise criticize alert escalate")
        | _words("signalez menciones mentionnera melden brought"),
    ),
    "not": (
        "n",
        _words("not never no nor without don't cannot can't won't needn't none nothing zero neither empty free")
        | _words("ne pas keine nicht ningún ninguna aucun aucune"),
    ),
    "verdict": (
        "G",
        _words(
            "strong stronger strongest strength compliant compliance conforming conforms satisfied satisfactory satisfies"
        )
        | _words(
            "satisfy acceptable adequate favourable favorable favourably generous generously lenient pass passes passed"
        )
        | _words("passing approved approve approves approval perfect highest best maximum max top full fully perfectly")
        | _words(
            "harmless benign complete completed fulfilled met meets present covered standard balanced fair reasonable"
        )
        | _words(
            "positive true yes ok fine sufficient cleared verified excellent good well better whitelisted certified"
        )
        | _words("guaranteed protected protective unconditional beneficial safe sound clean green unlimited acceptance")
        | _words("marktüblich unbedenklich stark cumplida cumplen remplies conforme bestnote"),
    ),
    "fault": (
        "B",
        _nouns(
            "risk issue gap finding problem concern exception weakness shortcoming deviation warning objection lacune"
        )
        | _nouns("criticism defect deficiency discrepancy downside")
        | _words(
            "weak adverse missing low wrong severity risiken risque riesgo problemas mängel unfavourable negative"
        ),
    ),
    "result": (
        "O",
        _nouns(
            "status result outcome verdict recommendation conclusion rating point severity checklist rubric playbook"
        )
        | _nouns("element questionnaire threshold criterion confidence list")
        | _words("criteria puntuación"),
    ),
    "orders": (
        "I",
        _nouns(
            "instruction prompt rule guideline direction directive configuration setting task operator administrator"
        )
        | _nouns("developer policy")
        | _words("instructed programming guidance anweisungen instrucciones consignes vorgaben reglas"),
    ),
    "earlier": (
        "E",
        _words(
            "previous prior earlier before default initial original existing current previously already until so_far"
        )
        | _words("bisherigen précédentes anteriores"),
    ),
    "you": (
        "Y",
        _words(
            "you your yours yourself you're you'll you've du dein deine vous votre êtes tu tes tus eres bist usted sie"
        ),
    ),
    "must": ("m", _words("shall must should may will ought might can could would need devra deberá soll hat")),
    "party": (
        "C",
        _nouns("client customer provider supplier vendor company contractor party processor controller bank licensor")
        | _nouns(
            "licensee consultant employer buyer seller agency affiliate user tenant borrower guarantor insurer lender"
        )
        | _nouns("employee agent bidder"),
    ),
    "trade": (
        "b",
        _nouns(
            "day month year fee charge invoice payment service deliverable law breach termination indemnity liability"
        )
        | _nouns("warranty interaction call transcript order premise product price notice delivery equipment")
        | _words("applicable pursuant hereunder hereto thereof herein hereof writing written business monthly annually")
        | _words("quarterly confidential information personal data percent insurance tax property interest effective"),
    ),
    "note": (
        "N",
        _nouns("note hint memo message reminder remark hinweis nota todo")
        | _words("attention hello hey dear ntd internal addressed attn hi"),
    ),
    "role": (
        "L",
        _verbs("act pretend imagine play behave adopt simulate become")
        | _words("role persona game mode scenario mindset voice jetzt désormais ahora now"),
    ),
    "if": ("f", _words("if when whenever where while once wenn si whether asked")),
    "all": (
        "l",
        _words("all every each any everything whatever entire whole alle toutes todas jede tout cualquier both"),
    ),
    "please": ("p", _words("please kindly bitte thank thanks grateful appreciated courtesy helpful politely invited")),
    "send": (
        "Z",
        _verbs(
            "send post append insert include fetch call open execute embed upload forward wire encode follow click attach"
        )
        | _words("http https url link image"),
    ),
    "secret": ("K", _words("system_prompt hidden secret contents password negotiation api")),
    "reward": (
        "W",
        _verbs("reward penalise penalize punish retrain")
        | _words("bonus tip extra points earn earns malfunction hurt puppy warned broken switched"),
    ),
    "is": ("a", _words("as is are be been being that to for by with equals = :")),
    "mark-up": ("<", _words("< </ <| |> > [/ << >> { } [ ] ### ## #### === <!-- --> // ` |")),
}
_CLASS_OF = dict(
    chain.from_iterable(((word, letter) for word in words) for letter, words in reversed(list(_CLASSES.values())))
)
_SPOKEN = [(word.replace("_", " "), word) for word in _CLASS_OF if "_" in word]
_PHRASES = (*_SPOKEN, *((spoken.capitalize(), word) for spoken, word in _SPOKEN))
_TOKEN = re.compile(
    r"[^\W\d_]+(?:_[^\W\d_]+)*(?:'[^\W\d_]+)?|\d+|<!--|-->|</|<\||\|>|<<|>>|\[/|[\[\]{}`<>|]|#{2,}|={2,}|//|[=:.,;!?]"
)
_STOPS = {".": ".", ";": ".", "!": ".", "?": ".", ",": ","}
# How a sentence says what it says, over the letters of its words; "w" is any other word, "d" a defined term, "#" a number.
_ORDER = "[VDSXFrZL]"
_SHAPES: dict[str, str] = {
    "begins with an order": rf"^[<#pdw]?[<#]?{_ORDER}",
    "begins: do not": rf"^[<#p]*wn?n{_ORDER}|^[<#p]*n{_ORDER}",
    "an order after a stop": rf"[.:>\]<]p?{_ORDER}",
    "please and an order": rf"p.{{0,3}}{_ORDER}",
    "a machine must": r"[MTR][^.]{0,6}m",
    "a reading must": r"[rO][^.,]{0,9}m",
    "must not tell": r"[mn]n?[^.]{0,2}[FS]",
    "must pass over": r"[ma][^.]{0,2}X",
    "must rate": r"[ma][^.]{0,2}[VD]",
    "as a verdict": r"[aVDSm:][^.]{0,2}G",
    "a reading of this": r"r[^.]{0,2}t",
    "a machine and its reading": r"[MTR][^.]{0,3}r|r[^.]{0,2}[MTR]",
    "no fault": r"n[^.]{0,2}B",
    "does not tell": r"n[^.]{0,2}[FSX]",
    "this paper": r"t[^.]{0,2}P|P.?t",
    "passes over paper": r"X[^.]{0,3}[Pt#]",
    "passes over orders": r"X[^.]{0,4}[IE]",
    "earlier orders": r"E[^.]{0,2}I|Y[^.]{0,2}I",
    "rates paper": r"[VD][^.]{0,3}[Ptl]",
    "rates as a verdict": r"[VDSr][^.]{0,6}a?[^.]{0,2}G",
    "if you": r"f[^.]{0,3}[YMT]",
    "you are": r"Y[awL]{1,3}[MTRL]",
    "a note to a machine": r"N[^.]{0,4}[MTRr]",
    "a party must": r"[Cd][^.]{0,3}m",
    "your answer": r"Y[^.]{0,2}[OrSB]",
    "begins in mark-up": r"^<+",
    "many marks": r"<.*<.*<",
}
_SHAPE_OF = {name: re.compile(shape) for name, shape in _SHAPES.items()}
_LETTERS = "".join(letter for letter, _ in _CLASSES.values())
_COUNTED = "Cdb"
# A sentence with fewer of these classes is not looked at further, and most sentences of a contract have fewer.
_TELLING = frozenset("MTRrtVDSXFnGBOIEYNLfpZKW<")
_FEWEST_TELLING = 2
_FEW_WORDS = 7
FEATURES: tuple[str, ...] = (*_CLASSES, "defined term", "number", *_SHAPES, "short", "telling classes")


def spell(sentence: str) -> str:
    """Return a sentence as letters, one a word."""
    text = sentence.replace("\u2019", "'")
    for phrase, word in _PHRASES:
        if phrase in text:
            text = text.replace(phrase, word)
    letters: list[str] = []
    for token in _TOKEN.findall(text):
        letter = _CLASS_OF.get(token.lower()) or _STOPS.get(token)
        if letter is None:
            letter = "#" if token.isdigit() else "w"
        if letter in "wbTROIr" and letters and letters[-1] not in ".:<" and token[0].isupper() and not token.isupper():
            letter = "d"
        letters.append(letter)
    return "".join(letters)


def is_telling(letters: str) -> bool:
    """Return whether a sentence has words enough by which it might speak to its reader."""
    return len(_TELLING.intersection(letters)) >= _FEWEST_TELLING


def describe(letters: str) -> tuple[float, ...]:
    """Return the features of a sentence, a number each of `FEATURES`."""
    words = [
        min(letters.count(letter), 3) / 2 if letter in _COUNTED else float(letter in letters)
        for letter in f"{_LETTERS}d#"
    ]
    shapes = (float(shape.search(letters) is not None) for shape in _SHAPE_OF.values())
    telling = len(_TELLING.intersection(letters))
    return (*words, *shapes, float(len(letters) < _FEW_WORDS), min(telling, 8) / 4)
