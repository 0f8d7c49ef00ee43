"""Make Office files repeatable: the same report gives the same bytes."""

import io
import re
import zipfile
from datetime import UTC, datetime

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment a zip archive can name


def moment(date: str) -> datetime:
    """Return a receipt's date as a moment; a date that can't be read is the earliest a zip archive can name."""
    try:
        read = datetime.fromisoformat(date)
    except ValueError:
        return _EARLIEST
    return max(read if read.tzinfo else read.replace(tzinfo=UTC), _EARLIEST)


def date_in_words(date: str) -> str:
    """Return a receipt's date as "20 November 2026", or as it is when it can't be read."""
    at = moment(date)
    return date if at == _EARLIEST else f"{at.day} {at:%B} {at.year}"


def with_fixed_dates(content: bytes, date: str) -> bytes:
    """Return an Office file with the dates of its parts, and its date of change, set to the receipt's date."""
    at = moment(date)
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    rewritten = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(rewritten, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, part)
    return rewritten.getvalue()
