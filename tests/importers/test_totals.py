"""What an import says of the sum of the rows, where the total or a row is no single number."""

import pytest

HEADER = "Source,Country,Type,Prod_t_2020,Prod_t_Est_2021\n"
KIND = '"Mine production, metric tons of rare-earth-oxide (REO) equivalent"'


@pytest.mark.parametrize(
    ("australia", "world", "said"),
    [
        ("21000", "61000", "61000 printed, the rows add up to 60,000 t, 1,000 t (1.6 %) less than printed"),
        # Of a total that is withheld nobody knows whether the rows make it.
        ("21000", "W", "W printed, the rows add up to 60,000 t"),
        ("20000-22000", "60000", "60000 printed, the rows add up to 59,000 t to 61,000 t, the same within rounding"),
        ("20000-22000", "70000", "the rows add up to 59,000 t to 61,000 t, 9,000 t (13 %) less than printed"),
        (">21000", "61000", "61000 printed, the rows add up to at least 60,000 t, the same within rounding"),
        ("21000", ">50000", ">50000 printed, the rows add up to 60,000 t, within that bound"),
    ],
)
def test_the_sum_of_the_rows_is_said_as_it_is(run, tmp_path, australia, world, said):
    path = tmp_path / "mcs2022-raree_world.csv"
    rows = (("United States", 39000), ("Australia", australia), ("World total (rounded)", world))
    path.write_text(
        HEADER + "".join(f"MCS2022,{place},{KIND},{amount},39000\n" for place, amount in rows), encoding="utf-8"
    )
    lines = [line for line in run("import", "usgs", str(path)).stderr.splitlines() if "world production 2020" in line]
    assert len(lines) == 1
    assert lines[0].partition(": check")[0].endswith(said)


def test_the_sum_of_decimal_fractions_leaves_no_rest(run, tmp_path):
    path = tmp_path / "own.csv"
    rows = [("NOR", "0.1 t"), ("SWE", "0.2 t"), ("WLD", "0.3 t")]
    path.write_text(
        "place,measure,printed,source,series\n"
        + "".join(f"{place},reserves,{amount},own,usgs-mcs\n" for place, amount in rows),
        encoding="utf-8",
    )
    result = run("rank", "--data", str(path), "--only", "-f", "json")
    assert '"rest_t": 0.0' in result.stdout or '"rest_t": 0,' in result.stdout, result.stdout + result.stderr
