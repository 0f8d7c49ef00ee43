"""The matters a client wants held: for each the wording that moves against the client in it, and the elements it can defeat.

Patterns are read on what a permission allows or a release lifts, where the parties are called Client and Provider.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.crosscheck.defeats.effects import Elements

_AI = (
    r"(?:\bA\.?I\b|artificial intelligence|machine[- ]learn\w*|language models?|generative|algorithm\w*"
    r"|chat ?bots?|\bbots?\b|copilots?|(?:virtual|digital|automated|intelligent|conversational) (?:agents?"
    r"|assistants?|associates?|answers?|decisions?|tools?|systems?|features?|outputs?|responses?)"
    r"|machine[- ]generated|speech (?:recognition|engine|model)s?|\boutputs?\b|hallucinat\w*"
    r"|(?:trained|underlying|third[- ]party|the|any|its|such) models?\b)"
)

NO_CLIENT_DATA = re.compile(
    r"without (?:the )?(?:us(?:e|ing)|access to|recourse to) (?:of )?(?:any )?Client"
    r"|(?:its|their|Provider's) own (?:data|information|content)|(?:not|never)(?: to)? (?:us\w+ |includ\w+ "
    r"|contain\w+ )?(?:any )?Client|(?:excluding|other than|but not) (?:any )?Client"
    r"|general(?:ly)? (?:skills?|know-?how|knowledge|experience)|residual knowledge",
    re.IGNORECASE,
)
_DATA = r"\b(?:data|content|information|recordings?|transcripts?|feedback|inputs?|prompts?|outputs?|interactions?|materials)\b"


@dataclass(frozen=True, eq=False)
class Matter:
    """One thing a client wants held.

    `allowed` is what a permission must not let the provider do, `lifted` the duty it must not be released from;
    `bars` is wording that makes either harmless in this matter.
    """

    name: str
    elements: Elements
    allowed: re.Pattern[str] | None = None
    lifted: re.Pattern[str] | None = None
    bars: re.Pattern[str] | None = None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_CHANGES = (
    r"\b(?:chang|replac|updat|upgrad|modif|substitut|re-?train|releas|deploy|switch|retir|withdraw|swap"
    r"|migrat)\w*\b[^.;]{0,80}"
    rf"(?:{_AI}|\b(?:models?|components?|engines?|versions?|features?|platform|systems?|software|tools?|technology)\b)"
)
_AT_WILL = (
    r"(?:at any time|without|no (?:prior |further )?(?:notice|consent|approval)"
    r"|(?:at|in) its (?:sole |own )?discretion|as it (?:sees|thinks|considers|deems) fit|immediately|forthwith"
    r"|need not|on (?:such|shorter|less|lesser) notice)"
)
_ELSEWHERE = (
    r"(?:\bany(?: other)? (?:country|countries|regions?|locations?|jurisdictions?|places?|territor\w+"
    r"|data cent(?:er|re)s?|facilit\w+|geograph\w+)|\bany (?:country|region|location|jurisdiction) in which"
    r"|\b(?:an)?other (?:countries|country|regions?|locations?|jurisdictions?|territor\w+)|worldwide|globally"
    r"|anywhere|abroad|overseas|offshore|countries in which|wherever)"
)
MATTERS: tuple[Matter, ...] = (
    Matter(
        "use of the client's data for the provider's own ends",
        {
            "data-ownership-training": (
                "training-ban",
                "ai-vendor-binding",
                "deidentified-use",
                "client-benefit-models",
            ),
            "personal-data-ai-processing": ("purpose-limit", "no-ml-reuse"),
            "log-retention": ("privacy-limits",),
            "continuous-improvement": ("data-boundary",),
            "end-customer-transparency": ("recording-consent",),
        },
        allowed=_pattern(
            rf"\b(?:us(?:e|es|ed|ing)|process\w*|analy[sz]\w*|exploit\w*|reus\w*"
            rf"|retain\w*)\b[^.;]{{0,160}}(?:{_DATA})[^.;]{{0,160}}\b(?:improv|develop|enhanc|train|re-?train|tun"
            rf"|fine-tun|test|benchmark|research|commerciali[sz]|any (?:lawful |business )?purpose"
            rf"|its (?:own )?(?:business )?purposes)\w*|\b(?:improv|develop|enhanc|train|re-?train"
            rf"|fine-tun)\w*\b[^.;]{{0,120}}\b(?:with|using|on|from|by use of)\b[^.;]{{0,60}}(?:{_DATA})"
        ),
        bars=NO_CLIENT_DATA,
    ),
    Matter(
        "keeping the client's data",
        {"data-ownership-training": ("retention-deletion",), "ai-exit-portability": ("purge-proof",)},
        allowed=_pattern(
            rf"\b(?:retain\w*|keep\w*|continu\w* to (?:hold|use"
            rf"|store))\b[^.;]{{0,100}}(?:{_DATA})[^.;]{{0,120}}\b(?:after|following|beyond|indefinite|perpetual"
            rf"|as long as|improv|develop|train|any purpose|its own)\w*"
        ),
        bars=_pattern(
            r"required by (?:applicable )?law|legal hold|back-?ups?|archival copy|legal (?:obligation|claim)"
            r"|evidence of"
        ),
    ),
    Matter(
        "change of models without notice",
        {
            "model-change-notice": ("change-trigger", "notice-period", "notice-content", "regression-evidence"),
            "acceptance-release-gates": ("test-on-client-data", "re-test"),
        },
        allowed=_pattern(
            rf"^(?=.*(?:notice|notif|at any time|discretion|immediately|forthwith|fit\b))(?=.*{_AT_WILL}).*{_CHANGES}"
        ),
        lifted=_pattern(
            r"^(?:give|provide|send|notify|inform|announce|tell)\w*\b[^.;]{0,100}\b(?:chang|replac|updat|upgrad"
            r"|new (?:model|version)|release)\w*"
        ),
        bars=_pattern(r"(?:days'?|months'?|hours'?)(?: prior| written| advance)* notice\b(?! is)"),
    ),
    Matter(
        "change of models without consent",
        {
            "model-change-notice": ("approval-veto", "rollback-pinning"),
            "acceptance-release-gates": ("signoff", "exit-criteria"),
            "ai-use-approval": ("prior-approval", "embedded-features"),
        },
        allowed=_pattern(
            rf"^(?=.*(?:consent|approv|agree|at any time|discretion|fit\b|sign))(?=.*{_AT_WILL}).*{_CHANGES}"
            rf"|\b(?:us(?:e|ing)|introduc\w*|enabl\w*|activat\w*)\b[^.;]{{0,60}}{_AI}[^.;]{{0,120}}{_AT_WILL}"
        ),
        lifted=_pattern(
            r"^(?:obtain|seek|ask|request|await)\w*\b[^.;]{0,60}\b(?:consent|approval|agreement|sign-?off)\w*"
        ),
    ),
    Matter(
        "where data goes",
        {
            "data-residency": (
                "storage-location",
                "inference-location",
                "remote-access",
                "location-change",
                "failover-lock",
            )
        },
        allowed=_pattern(
            rf"\b(?:process|stor|transfer|access|host|rout|hold|held|run|operat|mov|relocat|keep|kept|send|sent"
            rf"|transmit|perform|support)\w*\b[^;]{{0,160}}{_ELSEWHERE}"
            r"|\b(?:process|stor|transfer|access|host|rout|hold|held|mov|relocat|keep|kept|send|sent"
            r"|transmit)\w*\b[^;]{0,120}\b(?:outside(?: of)?|beyond) (?:the|that|those|such|these|[A-Z])"
        ),
    ),
    Matter(
        "who stands behind the AI",
        {
            "vendor-transparency": ("approval-or-objection", "change-notice"),
            "ai-supply-chain-flow-down": ("consent-new-tier", "notice-days", "terminate-right"),
        },
        allowed=_pattern(
            rf"\b(?:engag|appoint|subcontract|sub-contract|substitut|add|replac|chang|us)(?:e|es|ed|ing|s"
            rf"|t)?\b[^.;]{{0,80}}\b(?:sub-?contractors?|sub-?processors?|vendors?|suppliers?|third part\w+"
            rf"|licensors?|providers?)\b[^.;]{{0,120}}{_AT_WILL}|{_AT_WILL}[^.;]{{0,80}}\b(?:engag|appoint"
            rf"|subcontract|sub-contract|substitut|replac)\w*\b[^.;]{{0,80}}\b(?:sub-?contractors?"
            rf"|sub-?processors?|vendors?|suppliers?|licensors?)\b"
        ),
    ),
    Matter(
        "disclosure of the AI and its makers",
        {
            "vendor-transparency": ("named-register", "disclosure-timing", "sub-tier-disclosure", "no-undisclosed-ai"),
            "model-documentation": ("doc-pack", "secrecy-balance"),
            "data-residency": ("component-map",),
        },
        lifted=_pattern(
            r"^(?:disclos|identif|nam|reveal|list|provid|furnish|suppl)\w*\b[^.;]{0,80}(?:\b(?:vendors?|suppliers?"
            r"|sub-?contractors?|sub-?processors?|licensors?|makers?|models?|algorithms?|components?|architecture"
            r"|technology stack)\b|source of the model)"
        ),
        allowed=_pattern(
            r"\b(?:withhold|refuse to (?:disclos|identif|nam)"
            r"|keep (?:confidential|secret))\w*\b[^.;]{0,80}\b(?:vendors?|suppliers?|licensors?|makers?|models?"
            r"|algorithms?)\b"
        ),
    ),
    Matter(
        "keeping of AI logs",
        {"log-retention": ("minimum-fields", "period", "control-hold"), "ai-incident-notification": ("evidence-hold",)},
        allowed=_pattern(
            r"\b(?:delet|destroy|purg|overwrit|discard|eras)\w*\b[^.;]{0,80}\b(?:logs?|records?|prompts?"
            r"|transcripts?|recordings?)\b"
        ),
        lifted=_pattern(
            r"^(?:keep|retain|store|maintain|preserve|record)\w*\b[^.;]{0,80}\b(?:logs?|records?|prompts?"
            r"|transcripts?|recordings?)\b"
        ),
        bars=_pattern(r"after the (?:retention )?period|(?:has|have) expired|returned"),
    ),
    Matter(
        "audit and access",
        {
            "audit-inspection-rights": ("ai-scope", "regulator-access", "frequency-trigger", "own-testing"),
            "log-retention": ("access-export",),
        },
        lifted=_pattern(
            r"^(?:permit|allow|grant|give|provide|submit|disclos|make)\w*\b[^.;]{0,100}\b(?:audit|inspect|access"
            r"|test|evaluat|examin|review|logs?|source code|algorithms?|models?)\w*"
        ),
        allowed=_pattern(
            r"\b(?:refus|den|declin|withhold|exclud)\w*\b[^.;]{0,60}\b(?:audit|inspect|access|test|evaluation|logs?)\w*"
        ),
        bars=_pattern(r"other (?:clients?|customers?)|cost(?:s| data)|payroll|margin|personnel files?"),
    ),
    Matter(
        "notice of AI incidents",
        {"ai-incident-notification": ("definition", "clock", "content-updates")},
        lifted=_pattern(
            r"^(?:notify|report|inform|tell|disclos)\w*\b[^.;]{0,100}\b(?:incident|error|failure|malfunction|breach)\w*"
        ),
    ),
    Matter(
        "human review",
        {
            "human-oversight-override": ("review-before-effect", "override-right", "anti-rubber-stamp"),
            "decision-demarcation-raci": ("final-act", "default-rule", "decision-categories"),
            "agentic-authority-limits": ("human-gates", "allowlist", "limits"),
        },
        allowed=_pattern(
            r"\b(?:decid|approv|reject|act|complet|automat|process|issu|commit"
            r"|take effect)\w*\b[^.;]{0,120}\bwithout (?:any |prior |further )?(?:human|manual|review|approval"
            r"|intervention|confirmation)"
        ),
        lifted=_pattern(
            r"^(?:review|check|verify|confirm|approve)\w*\b[^.;]{0,80}\b(?:outputs?|decisions?|AI|automated"
            r"|recommendations?)\b"
        ),
    ),
)
