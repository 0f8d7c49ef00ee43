"""How a language model is called, each changeable by an environment variable `CLAUSE_ANALYZER_LLM_<NAME>`."""

from dataclasses import dataclass

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ModelSettings(BaseSettings):
    """Defaults fit one contract at a time; the key is the provider's own variable (OPENAI_API_KEY) unless given here."""

    model_config = SettingsConfigDict(env_prefix="CLAUSE_ANALYZER_LLM_", frozen=True, extra="forbid")

    base_url: str | None = Field(default=None, description="an OpenAI-compatible server (vLLM, Ollama, llama.cpp)")
    api_key: SecretStr | None = None
    timeout_s: float = Field(default=60.0, gt=0, description="silence after which one try is given up")
    deadline_s: float = Field(default=240.0, gt=0, description="one request with all its tries and waits")
    max_retries: int = Field(default=4, ge=0, description="tries after the first, with backoff or as Retry-After says")
    concurrency: int = Field(default=4, ge=1)
    seed: int = 20
    max_tokens: int | None = Field(default=None, ge=0, description="cap on tokens of one run, in and out")
    max_cost: float | None = Field(default=None, ge=0, description="cap on the cost of one run, in US dollars")
    price_input: float | None = Field(default=None, ge=0, description="US dollars a million tokens, where not known")
    price_output: float | None = Field(default=None, ge=0, description="US dollars a million tokens, where not known")
    redact: bool = False


@dataclass(frozen=True)
class ModelChoice:
    """Which model to ask, by its name as `open_model` takes it, and how."""

    name: str
    settings: ModelSettings
