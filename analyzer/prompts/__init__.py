"""The prompts, one Markdown file each."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from analyzer.models.llm import Prompt

PromptName = Literal["review", "ask", "explain", "adapt"]


@lru_cache
def load_prompt(name: PromptName) -> Prompt:
    """Load a prompt by its name."""
    text = Path(__file__).with_name(f"{name}.md").read_text(encoding="utf-8").strip()
    return Prompt(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
