"""``cohort items``: what first answers over all groups say of each question.

It prints figures; nobody is named, and a figure needs five people.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.shell import app, library_of, out, prepare

if TYPE_CHECKING:
    from bot.services.item_figures import ItemFigures


@app.command()
def items(
    pack: Annotated[
        str, typer.Argument(metavar="[PACK]", help="An exam's pack; the usual one if left out.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Of simulated members, who are kept apart.")
    ] = False,
) -> None:
    """Print how hard each question proved, whom it tells apart, and which are worth a look."""
    from bot import opening
    from bot.core.facility import FLAGS
    from bot.core.item_words import apart_words, doubt_words
    from bot.services import item_figures

    settings = prepare()
    library = library_of(settings)
    catalogue = library.catalogue(pack) if pack else library.first
    with opening.opened(settings, library, alone=False) as parts:
        found = parts.database.read_now(
            lambda tx: item_figures.figures_of(
                tx, library, catalogue.pack, opening.utc_now().date(), simulated=simulated
            )
        )
    if as_json:
        print(json.dumps({"pack": catalogue.pack.id, "items": list(map(_as_json, found.values()))}))
        return
    looked = sorted(
        found.items(),
        key=lambda pair: (not any(d.concern in FLAGS for d in pair[1].found.doubts), pair[0]),
    )
    for name, figures in looked:
        share, (low, high) = figures.found.facility.share, figures.found.facility.interval
        out.print(
            f"{name}: {figures.found.facility.n} first answers, {share:.0%} right "
            f"({low:.0%} to {high:.0%}); tells the able: {apart_words(figures.found)}"
        )
        if figures.found.doubts:
            out.print(f"    {doubt_words(figures.found.doubts)}")
    if not found:
        out.print("No question of this pack has first answers of five people on days gone by yet.")


def _as_json(figures: ItemFigures) -> dict[str, Any]:
    found = figures.found
    return {
        "item": figures.item.id,
        "key": [option + 1 for option in figures.key],
        "answers": found.facility.n,
        "share_right": found.facility.share,
        "share_interval": found.facility.interval,
        "guessing": found.floor,
        "discrimination": found.discrimination,
        "discrimination_interval": found.interval if found.discrimination is not None else None,
        "options": [
            {
                "option": line.option + 1,
                "chosen": line.count,
                "share": line.share,
                "correlation": line.correlation,
                "key": line.is_key,
                "idle": line.idle,
            }
            for line in found.options
        ],
        "worth_a_look": [
            {
                "why": doubt.concern.value,
                "option": None if doubt.option is None else doubt.option + 1,
            }
            for doubt in found.doubts
        ],
    }
