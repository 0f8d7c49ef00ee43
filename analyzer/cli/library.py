"""`clause-analyzer library`: check, list or describe the clause library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from analyzer.cli.options import Profile, require

app = typer.Typer(help="Check, list or describe the clause library.", no_args_is_help=True)


@app.command("check")
def library_check(
    folder: Annotated[Path | None, typer.Option(help="A library other than the shipped one.")] = None,
) -> None:
    """Check every file of the library and print all mistakes at once."""
    from analyzer.library import load_library
    from analyzer.settings import Settings

    library = load_library(folder or Settings().library_dir)
    elements = len(library.elements)
    print(
        f"{len(library.provisions)} provisions, {elements} elements, {len(library.exemplars)} exemplars,"
        f" {len(library.definitions)} definitions, {len(library.law.instruments)} laws and sources"
        f" (as of {library.law.as_of}): no mistakes"
    )
    for provision in library.provisions:
        for reference in provision.references:
            if reference.superseded:
                print(f"note: {provision.id} cites {reference.cited}, which is now {reference.instrument}")


@app.command("list")
def library_list(profile: Annotated[str, typer.Option(help="core, extended or full")] = "full") -> None:
    """List the provisions of a profile with their elements."""
    from analyzer.library import load_library
    from analyzer.settings import Settings

    require(profile, get_args(Profile), "--profile")
    library = load_library(Settings().library_dir)
    for provision in library.in_profile(profile):  # type: ignore[arg-type]
        print(f"{provision.id}  {provision.title} ({provision.group}, {provision.provision_class})")
        for element in provision.elements:
            counts = ", ".join(
                f"{sum(x.element == element.id and x.status == s for x in provision.exemplars)} {s}"
                for s in ("strong", "adequate", "weak", "adverse")
            )
            print(f"    {element.id:26} {element.criticality:8} {element.anchor:16} {counts}")


@app.command("schema")
def library_schema() -> None:
    """Print the JSON schema of a provision as the library holds it."""
    import json

    from analyzer.models import Provision

    print(json.dumps(Provision.model_json_schema(), indent=2))
