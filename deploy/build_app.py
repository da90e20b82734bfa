"""Pack fengong into a folder that runs where there is no Python: ``python deploy/build_app.py [-o dist]``.

Run it on the kind of system on which the folder is to be used (Windows for Windows), in an environment with all that is
to be in it: ``pip install . pyinstaller``, or ``pip install '.[watch,serve]' pyinstaller``. It makes ``dist/fengong/``
with ``fengong.exe`` (``fengong`` elsewhere) and ``dist/fengong.zip`` of that folder, for handing on. The program in it
is run once before the script ends.
"""

import argparse
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
DATA = ("jieba", "rich", "jsonschema", "jsonschema_specifications", "docx")
"""Packages that have files beside their code; those that are not installed are passed by."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("dist"))
    output = parser.parse_args().output.resolve()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--onedir", "--console"]
    command += ["--name", "fengong", "--distpath", str(output), "--workpath", str(output / "work")]
    command += ["--specpath", str(output / "work"), "--collect-all", "pipeline", "--copy-metadata", "fengong"]
    for package in filter(find_spec, DATA):
        command += ["--collect-data", package]
    for module in Path(sysconfig.get_path("platlib")).glob("*__mypyc.*"):  # half of tomli; nothing imports it by name
        command += ["--hidden-import", module.name.partition(".")[0]]
    subprocess.run([*command, str(HERE / "app.py")], check=True)
    shutil.rmtree(output / "work")
    subprocess.run([output / "fengong" / "fengong", "--version"], check=True)
    shutil.make_archive(str(output / "fengong"), "zip", output, "fengong")
    return 0


if __name__ == "__main__":
    sys.exit(main())
