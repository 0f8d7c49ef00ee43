"""Let LibreOffice open a redline, where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

_LONGEST_S = 180.0


def find_libreoffice() -> str | None:
    """Return the command of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def opens(command: str, data: bytes) -> bool:
    """Tell whether LibreOffice opens a DOCX and converts it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "redline.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        # Left to guess, LibreOffice takes a file it can't make out for plain text and calls it opened.
        arguments = [command, profile, "--headless", "--norestore", "--infilter=MS Word 2007 XML"]
        arguments += ["--convert-to", "txt:Text (encoded):UTF8"]
        try:
            subprocess.run(
                [*arguments, "--outdir", name, str(folder / "redline.docx")],
                capture_output=True,
                timeout=_LONGEST_S,
                check=True,
            )
        except (subprocess.SubprocessError, OSError):
            return False
        converted = folder / "redline.txt"
        return converted.is_file() and bool(converted.read_text("utf-8-sig").strip())
