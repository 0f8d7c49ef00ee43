"""The scoring scheme, as `clause_library/scoring.yaml` gives it."""

from analyzer.models.document import Record
from analyzer.models.finding import Band
from analyzer.models.provision import Tier


class TierNumbers(Record):
    """One number for each tier."""

    routine: float
    standard: float
    high: float

    def of(self, tier: Tier) -> float:
        """Return the number of a tier."""
        return float(getattr(self, tier))


class ElementValues(Record):
    """What each element status is worth."""

    strong: float
    adequate: float
    weak: TierNumbers
    missing: float
    adverse: float


class Points(Record):
    """How many points an element carries, by criticality."""

    critical: int
    major: int
    minor: int


class ProvisionCaps(Record):
    """The highest provision score under a condition; the lowest that applies wins."""

    critical_missing: TierNumbers
    any_adverse: TierNumbers
    critical_adverse: TierNumbers


class Factors(Record):
    """How much a provision weighs by where it comes from."""

    core: float
    sources: float
    reference: float


class CoreGates(Record):
    """The highest contract score when a core provision fails; the lowest that applies wins."""

    critical_missing: TierNumbers
    critical_missing_floor: float
    low_provision: TierNumbers
    low_provision_below: float
    adverse: TierNumbers


class ProvisionLabels(Record):
    """Scores from which a provision is called strong, adequate, weak; below weak it is missing."""

    strong: float
    adequate: float
    weak: float


class BandEdge(Record):
    """A contract score from which a band begins, and what the band means."""

    band: Band
    at_least: float
    meaning: str


class Scoring(Record):
    """All numbers of the scoring scheme."""

    element_values: ElementValues
    points: Points
    provision_caps: ProvisionCaps
    labels: ProvisionLabels
    factors: Factors
    core_gates: CoreGates
    adverse_exposure_factor: float
    bands: tuple[BandEdge, ...]
