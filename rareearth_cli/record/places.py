"""Read the places file: one row per place, with cells in the order that the file's ``columns`` give."""

from rareearth_cli.model.places import Place
from rareearth_cli.model.rules import Rule
from rareearth_cli.record.yaml_nodes import Document, TextNode


def read_places(document: Document) -> dict[str, Place]:
    """Read all places by code; problems are added to the document."""
    places: dict[str, Place] = {}
    for section in ("groups", "places"):
        for code, row in document.expect_mapping(document.root.get(section), section).items():
            cells = [_split_names(cell) for cell in document.expect_text(row, f"place {code}").split("|")]
            if len(cells) < 2 or not cells[1]:
                document.add_problem(
                    Rule.SHAPE,
                    getattr(code, "line", row.line),
                    f"place {code} has no name",
                    "write 'alpha-2 | English name'",
                )
                continue
            alpha2, name, native, *others = cells + [()] * 2
            places[str(code)] = Place(
                code=str(code),
                alpha2="".join(alpha2),
                name=name[0],
                native=native,
                names=(*name[1:], *(text for cell in others for text in cell)),
                group=section == "groups",
            )
    return places


def _split_names(cell: str | TextNode) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in cell.split(";"))))
