"""The prompts, one Markdown file each, and how words of a contract are set apart from them."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from analyzer.models.llm import Prompt

PromptName = Literal["review", "ask", "explain", "adapt"]


@lru_cache
def load_prompt(name: PromptName) -> Prompt:
    """Load a prompt by its name."""
    text = Path(__file__).with_name(f"{name}.md").read_text(encoding="utf-8").strip()
    return Prompt(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def fence(evidence: str) -> str:
    """Return words of a contract between two lines with one code.

    Who wrote the words can't know the code, for it is made from them too.
    """
    code = hashlib.sha256(evidence.encode()).hexdigest()[:12]
    return f"--- {code}\n\n{evidence}\n\n--- {code}"


def hash_prompts() -> str:
    """Return one hash of all prompts."""
    return hashlib.sha256("".join(load_prompt(name).sha256 for name in get_args(PromptName)).encode()).hexdigest()
