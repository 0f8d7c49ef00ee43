"""What can go wrong, as one tree; each error knows the exit code of the command line.

AnalyzerError
|-- UsageError            2
|-- InputError            3
|   |-- UnknownType           not a PDF, DOCX, text or Markdown file, or the extension lies
|   |-- Encrypted             needs a password
|   |-- Scanned               pages are images, no text layer
|   |-- EmptyFile             no bytes, or no text
|   |-- TooLarge              past a limit in settings (bytes, pages, characters, seconds, expansion)
|   `-- Damaged               truncated or malformed
|-- LibraryError          4
|-- ModelError            5
`-- RedlineError          6
"""

from typing import ClassVar


class AnalyzerError(Exception):
    """Base of all errors meant for the user: one line that says what, where, and what to do next."""

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "error"


class UsageError(AnalyzerError):
    """The command was called in a way that can't work."""

    exit_code = 2
    code = "usage"


class InputError(AnalyzerError):
    """A file can't be read as a contract."""

    exit_code = 3
    code = "input"


class UnknownType(InputError):
    """The file is not of a type that is read, or is not what its extension says."""

    code = "unknown-type"


class Encrypted(InputError):
    """The file needs a password."""

    code = "encrypted"


class Scanned(InputError):
    """The pages are images without a text layer."""

    code = "scanned"


class EmptyFile(InputError):
    """The file has no bytes or no text."""

    code = "empty"


class TooLarge(InputError):
    """The file is past a limit in settings."""

    code = "too-large"


class Damaged(InputError):
    """The file is truncated or malformed."""

    code = "damaged"


class LibraryError(AnalyzerError):
    """The clause library has mistakes; the message lists all of them, one a line."""

    exit_code = 4
    code = "library"


class ModelError(AnalyzerError):
    """A language model was asked for and can't be used."""

    exit_code = 5
    code = "model"


class RedlineError(AnalyzerError):
    """A redline can't be written."""

    exit_code = 6
    code = "redline"
