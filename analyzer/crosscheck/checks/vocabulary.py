"""Words that several checks look for: the maker of the model, the model, models that are none."""

import re

VENDOR = re.compile(
    r"\b(?:AI|LLM|model|upstream|third[- ]party|technology|speech|language model|cloud|embedded)(?: AI)?[ -](?:vendor|provider|supplier|host|licensor|maker|developer|company|operator|owner|service)s?\b|\blicensors?\b|\bthird[- ]party AI\b|\bits (?:maker|vendor|licensor)\b|\b(?:AI )?sub-?processors?\b|\bvendors?\b",
    re.IGNORECASE,
)
MODEL = re.compile(r"\bmodels?\b|\bAI\b|\bengines?\b|\balgorithms?\b|\bversions?\b|\breleases?\b", re.IGNORECASE)
NO_MODEL = re.compile(
    r"\b(?:pricing|operating|business|staffing|delivery|cost) model|\bsub-?contractor|\boperating system", re.IGNORECASE
)
# The end of a model, by whatever name.
GONE = re.compile(
    r"\b(?:retir|withdr[ae]w|withdrawn|discontinu|deprecat|sunset|obsolet)\w*|\bend(?:s|ed|ing|-)? ?(?:of )?(?:support|life)\b|\bno longer (?:be )?(?:available|supported|offered)|\b(?:switched|turned) off\b|\bshut down\b|\bout of service\b|\bphas(?:e|es|ed|ing) out\b|\bunavailable\b|\bceas\w+ to (?:be available|support|offer|host)|\bstops? (?:offering|supporting|hosting)|\bsupports? (?:only )?the (?:current|latest)\b[^.;]{0,40}",
    re.IGNORECASE,
)
