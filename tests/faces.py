"""Data that would style, steer or run something in a page, a picture or a workbook, if one let it."""

import json

#: As a name, a note, a category, a part of a whole.
TEXTS = (
    "<script>window.hacked=1</script>",
    "</style></script><img src=x onerror=window.hacked=1>",
    "'\"><svg onload=window.hacked=1>",
    "{{ 7*7 }} {% raw %}",
    "=cmd()",
    "@SUM(A1)",
    "+1",
    "-1+2",
    "[red]styled[/red]",
    "$x^2$ \\frac{1}{2",
    "&lt;b&gt; & _x0041_",
    "المملكة وزارة",
    "中国地质调查局",
    "x" * 10_000,
)
URLS = (
    "javascript:window.hacked=1",
    'https://example.org/"onmouseover="window.hacked=1',
    "data:text/html,<script>window.hacked=1</script>",
    "https://example.org/fine",
    "//example.org/relative",
    "https://example.org/<b>",
)


def _sources() -> list[str]:
    lines = []
    for number, text in enumerate(TEXTS):
        fields = {"publisher": text, "title": text, "locator": text, "note": text, "verification": "secondary"}
        fields |= {"url": URLS[number % len(URLS)], "published": "2025-03-01"}
        lines.append(f"  src{number}: {json.dumps(fields, ensure_ascii=False)}")
    return lines


def _estimates() -> list[str]:
    lines = []
    for number, text in enumerate(TEXTS):
        fields = {"id": f"own{number}", "place": "RUS", "source": f"src{number}", "measure": "reserves"}
        fields |= {"printed": f"{5 + number} Mt", "category": text, "development": text}
        lines.append("- " + json.dumps(fields, ensure_ascii=False))
    return lines


#: A dataset of these.
HOSTILE = "\n".join(["sources:", *_sources(), "estimates:", *_estimates(), ""])

#: Names of one publisher each, in many scripts.
_NAMES = ("Геологическая служба", "中国地质调查局", "وزارة الطاقة", "हिन्दी सर्वेक्षण", "한국지질자원연구원",
          "Bundesanstalt für Geowissenschaften und Rohstoffe", "A very long name " * 12)  # fmt: skip


def many(number: int) -> str:
    """A dataset of ``number`` estimates of Australia, bounds and ranges among them."""
    source = {"publisher": "A company", "title": "A title", "url": "https://example.org/own", "locator": "p. 1"}
    source |= {"verification": "secondary", "published": "2025-03-01"}
    lines = ["sources:", f"  own: {json.dumps(source)}", "estimates:"]
    for at in range(number):
        printed = ("at least ", "", "", "at most ")[at % 4] + f"{3 + at * 0.37:.1f} Mt"
        fields = {"id": f"own{at}", "place": "AUS", "source": "own", "publisher": f"{_NAMES[at % len(_NAMES)]} {at}"}
        fields |= {"measure": "reserves", "printed": printed, "effective": f"20{10 + at % 15}-01-01"}
        lines.append("- " + json.dumps(fields, ensure_ascii=False))
    return "\n".join([*lines, ""])
