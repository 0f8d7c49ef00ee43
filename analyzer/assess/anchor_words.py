"""The words by which contract paper names AI, those that only may, and those that sound like it and are not."""

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# The field and its methods.
_FIELD = (
    r"artificial intelligence|machine[- ]learn\w*|deep learning|machine (?:intelligence|translation|vision)",
    r"\bL?LLMs?\b|\bGPT|generative|gen ?ai\b|(?:language|foundation) models?",
    r"neural|algorithm\w*|classifier\w*|embeddings?|vector (?:store|database|index)\w*",
    r"predictive|agentic|autonomous(?:ly)?|cognitive|conversational|self-learning|hallucinat\w*",
    r"\binference\b|inferencing|intelligent automation|intelligent document processing|optical reading",
    r"(?:emotion|facial|image|intent|sentiment) (?:recognition|detection|analy\w+)",
    r"voice (?:cloning|synthesis|recognition|biometrics)",
    r"speech[- ](?:to[- ]text|recognition|analytics|engine|model)s?|text[- ]to[- ]speech",
    r"transcription (?:engine|model|service)s?",
)
# What it is called where it takes a person's place.
_WORKERS = (
    r"\b(?:chat|voice)[ -]?bots?\b|\bbots?\b|copilots?|co-pilots?|software workers?",
    r"(?:virtual|digital|automated|intelligent|machine)[ -](?:agent|assistant|associate|adviser|advisor|worker|engineer|workforce"
    r"|handler|concierge|colleague|employee|teammate|operator|reviewer|adjudicator|underwriter|receptionist)s?",
    r"(?:drafting|writing|chat|coding|knowledge|scoring) (?:assistant|tool)s?",
    r"smart (?:assistant|routing|automation|features?)",
    r"machine and not (?:a )?(?:person|human)",
)
# Models, their makers and what is done to them.
_MODELS = (
    r"models?[- ](?:version|provider|vendor|maker|developer|card|weight|change|drift|training|output|update|release|defect|risk"
    r"|governance|endpoint|host)s?|model weights",
    r"(?:trained|learned|learning|statistical|language|foundation|speech|base|upstream|underlying|pre-trained|third-party"
    r"|production) models?",
    r"fine[- ]tun\w*|re-?train(?:s|ed|ing)? (?:of )?(?:the |any |its |a )?"
    r"(?:model|engine|algorithm|system|classifier|weights)\w*",
    r"train(?:s|ed|ing)?\b[^.;]{0,60}\b(?:models?|algorithms?|engines?|weights|classifiers?|AI|systems? that learn)\b",
    r"(?:foundation|upstream) (?:provider|supplier|lab|developer)s?|learning (?:corpus|corpora|material|set)s?",
    r"\bprompts\b|prompt (?:engineering|template|injection|text|library|log|set|history)\w*|guardrails?",
    r"(?:system|user|input|every|any|each|of a|the|no) prompt\b(?! (?:written|notice|payment|response|action|attention|delivery"
    r"|and|return|manner|notification|disclosure|reply|performance|report))",
)
# What it does, by which it is named where nobody says "AI".
_DOINGS = (
    r"automated[- ]decision\w*|automated (?:system|tool|process)\w*|decision engine\w*",
    r"automated (?:adjudication|answer|component|decision|feature|handling|interaction|recommendation|repl(?:y|ies)|response"
    r"|review|scoring|screening|transcription|triage)\w*",
    r"(?:scoring|recommendation|reasoning|cognitive|adjudication|matching|triage|classification)"
    r" (?:engine|model|logic|platform|system|service|component|layer)s?",
    r"(?:conversation|dialogue|answer|language|prediction|forecasting|routing) engines?",
    r"machine[- ](?:generated|handled|made|produced|decided|drafted|written|scored|assisted|answered)",
    r"computer[- ]generated|no-touch",
    r"machine (?:decision|output|answer|response|suggestion|recommendation|judg(?:e)?ment)s?",
    r"(?:learned|learning) (?:component|parameter|behavio|system|software|engine)\w*",
    r"self-(?:adjusting|directing|improving|teaching|training|adapting)",
    r"(?:prediction|recognition|decisioning) (?:build|component|release|service|software|system|tool)s?",
    r"(?:classification|drafting|matching|prediction|recognition|recommendation|scoring|screening|speech|translation)"
    r" (?:program|software)",
    r"(?:software|programs?|systems?|tools?|services?|machines?) (?:that|which|to)"
    r" (?:adapt|answer|classif|compose|decide|generate|infer|learn|predict|reason|recogni[sz]e|score)\w*",
    r"(?:let|have) (?:\w+ ){0,2}(?:software|systems?|programs?|tools?) (?:learn|decide)",
)
NAMES_AI = _any(*_FIELD, *_WORKERS, *_MODELS, *_DOINGS)
# "AI" itself is read with its case.
ABBREVIATION = re.compile(r"\bA\.?I\.?\b(?!\w)")
MAY_NAME_AI = _any(
    r"\bautomat(?:ed|ion|ic)\b|\brobotic process\b|\bRPA\b|\bdigital worker\w*",
    r"\bmodels?\b|\bengines?\b|\bcomputer systems?\b",
    r"\b(?:the|our|its|each|any|an|your) assistants?\b"
    r"(?! (?:vice|secretar|manager|director|treasurer|general|attorney|professor|controller|to )\w*)",
)
FALSE_FRIENDS = _any(
    r"(?:pric|staff|operat|deliver|resourc|fee|cost|governance|business|engagement|service|commercial|financial|volume|billing"
    r"|support|capacity|qualit|maturit|competenc|forecast\w*|rate)\w* models?",
    r"model (?:clauses?|contract\w*|form|number|year|law|rules?|agreement)|modell?ing of (?:cost|volume)s?|role model\w*",
    r"search engine\w*|predictive dial\w*",
    r"(?:no|adverse|any) inference|inference (?:shall|may|will|is|that|of (?:fault|liability))",
    r"automat(?:ic|ed|ion)\w* (?:renew|call distribut|terminat|extend|dial|clearing|teller|stay)\w*",
    r"automatically (?:renew|terminat|extend|expire|increas)\w*",
)
# What each pattern that names AI, or may, holds somewhere: a passage without any of it needs no pattern.
STEMS = (
    "artificial", "machine", "learn", "model", "llm", "genai", "generative", "gen ai", "gpt", "neural", "algorithm",
    "automat", "engine", "bot", "virtual", "digital", "intelligen", "conversational", "pilot", "inferenc", "hallucinat",
    "agentic", "autonomous", "embedding", "vector", "predictive", "speech", "transcription", "scoring",
    "recommendation", "reasoning", "cognitive", "adjudication", "matching", "triage", "classif", "tun", "train",
    "no-touch", "assistant", "predict", "foundation", "upstream", "corpora", "corpus", "drafting", "writing", "chat",
    "decision", "document", "optical", "self-", "software", "program", "system", "tool", "service", "computer", "prompt",
    "guardrail", "smart", "recogni", "detect", "analy", "voice", "rpa",
)  # fmt: skip
