"""The example of pandas in the README runs, in a process of its own as the reader starts it."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"


def test_the_pandas_example_runs(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    code = code.replace('["rareearth"', '[sys.executable, "-m", "rareearth_cli"')
    code = (
        "import sys\n" + code.rstrip().rsplit("\n", 1)[0] + "\nassert len(frame) > 50 and (frame['fold'] > 2).any()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
