"""The clause library: read, checked, hashed. All knowledge of what good wording looks like lives in its files."""

from analyzer.library.load import Library, find_library_dir, load_library
from analyzer.library.markdown import Mistake

__all__ = ["Library", "Mistake", "find_library_dir", "load_library"]
