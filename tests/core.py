"""What the tests of the later stages are run on: the five core provisions and the four host contracts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ("lettered-authority", "short-form", "uk-numbered", "us-article")
CORE = (
    "model-change-notice",
    "liability-layering",
    "data-ownership-training",
    "data-residency",
    "vendor-transparency",
)
