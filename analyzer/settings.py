"""Limits and places, each changeable by an environment variable `CLAUSE_ANALYZER_<NAME>`."""

from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a run may use. Defaults fit one contract on a laptop; nothing here makes a network call by itself."""

    model_config = SettingsConfigDict(env_prefix="CLAUSE_ANALYZER_", frozen=True, extra="forbid")

    max_file_bytes: int = 100_000_000
    max_pages: int = 2_000
    max_characters: int = 8_000_000
    max_read_seconds: float = 120.0
    max_read_cpu_seconds: int = 150
    max_read_memory_bytes: int = 3_000_000_000
    ocr: bool = Field(
        default=True, description="recognise the words of pages that are images, where Tesseract is there"
    )
    ocr_language: str = Field(default="eng", description="of Tesseract, as eng or eng+deu")
    max_ocr_seconds: float = Field(default=900.0, description="what recognising the pages of one file may take")
    max_deal_seconds: float = Field(default=600.0, description="what the analysis of one deal of a batch may take")
    max_worker_memory_bytes: int = Field(default=4_000_000_000, description="what a worker of a batch may hold")
    max_expanded_bytes: int = Field(default=500_000_000, description="bytes of a DOCX once unzipped")
    max_expansion_ratio: float = Field(default=200.0, description="unzipped bytes over zipped bytes of a DOCX")
    library_dir: Path | None = Field(default=None, description="a clause library instead of the shipped one")
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("clause-analyzer"))
    chroma_url: str | None = Field(default=None, description="a Chroma server instead of the embedded one")
    store_url: str | None = Field(default=None, description="a database for results instead of a file beside them")
    libreoffice: bool = Field(
        default=True, description="let LibreOffice, where installed, open a redline as a last check"
    )
    encoder: str = Field(default="accurate", description="fast, accurate, or a folder")
