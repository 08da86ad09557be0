"""Entries inherit fields from others, and sums and parts have computed amounts."""

import pytest

from rareearth_cli.model.errors import InvalidDataset
from rareearth_cli.model.quantity import Kind
from rareearth_cli.record.load import load_dataset

SOURCE = """
sources:
  one: {publisher: First paper, title: A title, url: "https://example.org/1", locator: p. 1, verification: secondary}
  two: {publisher: Second paper, title: A title, url: "https://example.org/2", locator: p. 2, verification: primary}
roots:
  ledger: {title: The ledger, keeper: government of NOR}
"""


@pytest.fixture
def read(write):
    def estimates(text: str):
        return load_dataset([write(SOURCE + text)], only=True).estimates

    return estimates


def test_like_inherits_all_but_figure_note_and_status(read):
    estimates = read("""
estimates:
- id: a
  place: NOR
  source: one
  root: ledger
  measure: reserves
  basis: REO
  effective: 2024-01-01
  printed: 3 Mt
  note: the first
- {id: b, like: a, source: two, printed: 4 Mt}
""")
    b = estimates["b"]
    assert (b.place, b.root, b.basis, b.effective.text) == ("NOR", "ledger", "REO", "2024-01-01")
    assert (b.source, b.publisher, b.quantity.value, b.note) == ("two", "Second paper", 4_000_000, "")


def test_part_printed_in_percent_is_derived_from_its_whole(read):
    # 48.6 % of 16,887.1 kt is 8,207.1 kt; at worst 48.55 % of 16,887.05 and 48.65 % of 16,887.15.
    estimates = read("""
estimates:
- {id: whole, place: NOR, source: one, measure: reserves, printed: 16887.1 thousand tonnes}
- {id: licensed, part_of: whole, access: licensed, printed: 48.6 %}
""")
    part = estimates["licensed"]
    assert float(part.quantity.value) == pytest.approx(8_207_130.6)
    assert float(part.quantity.low) == pytest.approx(8_198_662.775)
    assert float(part.quantity.high) == pytest.approx(8_215_598.475)
    assert (str(part.percent.value), part.derived_from, part.quantity.digits) == ("48.6", ("whole",), 3)


def test_sum_is_as_precise_as_its_coarsest_part(read):
    # 20,602 kt is known to the kiloton, 12,404.7 to a tenth of it: the sum 33,006.7 to the kiloton.
    estimates = read("""
estimates:
- {id: abc1, place: NOR, source: one, measure: reserves, printed: 20602 thousand tonnes}
- {id: c2, like: abc1, printed: 12404.7 thousand tonnes}
- {id: total, like: abc1, sum_of: [abc1, c2]}
""")
    total = estimates["total"].quantity
    assert (total.value, total.printed, total.digits) == (33_006_700, "", 5)
    assert (total.low, total.high) == (33_006_150, 33_007_250)


def test_sum_with_a_lower_bound_is_a_lower_bound(read):
    estimates = read("""
estimates:
- {id: a, place: NOR, source: one, measure: reserves, printed: over 3 Mt}
- {id: b, like: a, printed: 4 Mt}
- {id: total, like: a, sum_of: [a, b]}
""")
    total = estimates["total"].quantity
    assert (total.kind, total.low, total.high) == (Kind.LOWER, 6_500_000, None)


def test_default_origin_is_the_estimate_itself_or_its_whole(read):
    estimates = read("""
estimates:
- {id: a, place: NOR, source: one, measure: reserves, printed: 3 Mt}
- {id: b, like: a, printed: 4 Mt}
- {id: a-part, part_of: a, access: licensed, printed: 1 Mt}
""")
    assert [estimates[name].root for name in ("a", "b", "a-part")] == ["a", "b", "a"]


def test_cell_has_the_unit_and_year_of_its_table(read):
    estimates = read("""
tables:
- source: one
  unit: t
  columns: production 2024 | reserves 2024
  rows:
    NOR: 100e | 2,000,000
    SWE: — | NA
  notes:
    NOR reserves: the first note
""")
    assert estimates["one/NOR/reserves"].note == "the first note"
    assert estimates["one/NOR/production-2024"].quantity.estimated
    assert estimates["one/SWE/production-2024"].quantity.kind is Kind.ZERO
    assert estimates["one/SWE/reserves"].quantity.kind is Kind.MISSING


def test_unseen_cell_is_no_figure_and_may_explain_a_missing_amount(read):
    table = """
tables:
- source: one
  unit: kt
  columns: production 2023 | production 2024
  rows:
    NOR: {seen}
    OTH: 1 | 1
    WLD: 9 | 9
"""
    estimates = read(table.format(seen=".. | 8"))
    assert "one/NOR/production-2023" not in estimates
    assert estimates["one/NOR/production-2024"].quantity.value == 8000
    with pytest.raises(InvalidDataset, match="'production 2023' add up to 950 to 1,500 t"):
        read(table.format(seen="0 | 8"))


def test_fields_of_a_table_apply_to_its_cells_only(read):
    estimates = read("""
tables:
- source: one
  unit: kt
  root: ledger
  inferred: [root]
  url: https://example.org/copy
  locator: sheet 3
  columns: reserves 2024
  rows:
    NOR: 30
- source: one
  unit: kt
  columns: reserves 2024
  rows:
    SWE: 20
""")
    repeated, own = estimates["one/NOR/reserves"], estimates["one/SWE/reserves"]
    assert (repeated.root, repeated.inferred) == ("ledger", ("root",))
    assert (repeated.url, repeated.locator) == ("https://example.org/copy", "sheet 3")
    assert (own.root, own.inferred, own.url, own.locator) == ("one/SWE/reserves", (), "", "")


def test_annotations_apply_to_single_cells_and_are_inherited(write):
    """A version inherits annotations, or withdraws them with an empty text."""
    text = (
        SOURCE.replace("roots:", '  one-v2: {amends: one, version: "2", published: 2025-06}\nroots:')
        + """
tables:
- source: one
  unit: t
  columns: production 2023 | production 2024
  rows: {NOR: 1 | 2, SWE: 3 | 4}
  counts: {NOR production: year ending 30 June, SWE production 2024: concentrate}
  read: {NOR production 2024: in a shifted row}
- source: one-v2
  unit: t
  locator: sheet 3
  columns: production 2024
  rows: {SWE: 5}
  counts: {SWE production 2024: ""}
  read: {SWE production 2024: by eye, NOR production 2024: ""}
"""
    )
    estimates = load_dataset([write(text)], only=True).estimates
    said = {key: (one.category, one.locator) for key, one in estimates.items()}
    assert said == {
        "one/NOR/production-2023": ("year ending 30 June", ""),
        "one/NOR/production-2024": ("year ending 30 June", "p. 1; in a shifted row"),
        "one/SWE/production-2023": ("", ""),
        "one/SWE/production-2024": ("concentrate", ""),
        "one-v2/NOR/production-2023": ("year ending 30 June", ""),
        "one-v2/NOR/production-2024": ("year ending 30 June", "sheet 3"),
        "one-v2/SWE/production-2023": ("", ""),
        "one-v2/SWE/production-2024": ("", "sheet 3; by eye"),
    }


def test_annotations_of_two_tables_of_a_source_stay_separate(read):
    table = """
- source: one
  unit: t
  columns: production {year}
  rows: {{NOR: {year}}}
  notes: {{NOR production: said in {year}}}
"""
    estimates = read(f"tables:{table.format(year=2023)}{table.format(year=2024)}")
    assert {key: one.note for key, one in estimates.items()} == {
        "one/NOR/production-2023": "said in 2023",
        "one/NOR/production-2024": "said in 2024",
    }


def test_target_needs_a_year(read):
    target = "tables:\n- {source: one, unit: kt, columns: target 2030 | target 2035, rows: {NOR: 20-60 | 90}}"
    assert list(read(target)) == ["one/NOR/target-2030", "one/NOR/target-2035"]
    with pytest.raises(InvalidDataset, match="'a' is target without a year"):
        read("estimates: [{id: a, place: NOR, source: one, measure: target, printed: 20 kt}]")


def test_cells_inherit_draws_on_from_the_series(write):
    text = """
roots:
  ledger: {title: The ledger, keeper: government of NOR}
series:
  review: {publisher: P, root: ledger, defaults: {production: {draws_on: [company]}}}
sources:
  three: {series: review, title: T, url: "https://example.org", locator: p. 3, verification: primary}
tables:
- source: three
  unit: kt
  columns: production 2024 | reserves 2024
  rows:
    NOR: 3 | 30
    SWE: 2 | 20
  draws_on:
    SWE production: government, company
"""
    drawn = {key: one.draws_on for key, one in load_dataset([write(text)], only=True).estimates.items()}
    assert drawn == {
        "three/NOR/production-2024": ("company",),
        "three/NOR/reserves": (),
        "three/SWE/production-2024": ("government", "company"),
        "three/SWE/reserves": (),
    }


def test_amended_table_is_complete(write):
    dataset = load_dataset(
        [
            write(
                SOURCE.replace("roots:", '  one-v2: {amends: one, version: "2", published: 2025-06}\nroots:')
                + """
tables:
- source: one
  unit: t
  columns: reserves 2024
  rows: {NOR: "2,000,000", SWE: "1,000,000"}
  notes: {NOR reserves: old note}
- source: one-v2
  unit: t
  columns: reserves 2024
  rows: {NOR: "1,500,000"}
  notes: {NOR reserves: new note}
"""
            )
        ],
        only=True,
    )
    values = {key: float(one.quantity.value) for key, one in dataset.estimates.items()}
    assert values == {
        "one/NOR/reserves": 2e6,
        "one/SWE/reserves": 1e6,
        "one-v2/NOR/reserves": 1.5e6,
        "one-v2/SWE/reserves": 1e6,
    }
    assert dataset.estimates["one-v2/NOR/reserves"].note == "new note"
    assert dataset.estimates["one/NOR/reserves"].note == "old note"
    assert (dataset.sources["one-v2"].publisher, dataset.sources["one-v2"].version) == ("First paper", "2")


def test_estimates_inherit_source_defaults(write):
    text = SOURCE.replace(
        "verification: secondary}", 'verification: secondary, defaults: {basis: REO, reserves: {least_digits: "2"}}}', 1
    )
    dataset = load_dataset(
        [
            write(
                text
                + """
estimates:
- {id: a, place: NOR, source: one, measure: reserves, printed: 10 Mt}
- {id: b, place: NOR, source: one, measure: resources, basis: metal, printed: 10 Mt}
"""
            )
        ],
        only=True,
    )
    a, b = dataset.estimates["a"], dataset.estimates["b"]
    assert (a.basis, a.quantity.digits, b.basis, b.quantity.digits) == ("REO", 2, "metal", 1)


def test_yaml_scalars_stay_text(read):
    estimates = read("""
estimates:
- {id: a, place: NOR, site: NO, source: one, measure: production, period: 2024, category: 12:30, printed: 010 t}
""")
    assert (estimates["a"].site, estimates["a"].category, estimates["a"].quantity.value) == ("NO", "12:30", 10)


def test_user_file_adds_to_the_bundled_data_and_may_refer_to_it(write):
    dataset = load_dataset([write("estimates:\n- {id: mine, like: rus-balance-2023, printed: 27 Mt}\n")])
    assert dataset.estimates["mine"].root == "ru-state-balance"
    assert dataset.version.endswith("+ own.yaml")
