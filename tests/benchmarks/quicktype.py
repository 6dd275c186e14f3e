"""What quicktype makes of a JSON text, as a module; it runs by npx."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def classes_for(text: bytes) -> Any:
    """A module with `job_from_dict`. ImportError: there is no npx, or no network for it."""
    npx = shutil.which("npx")
    if npx is None:
        raise ImportError("quicktype, which needs npx")
    with TemporaryDirectory() as folder:
        sample, module = Path(folder, "job.json"), Path(folder, "job.py")
        sample.write_bytes(text)
        command = [npx, "--yes", "quicktype", "--lang", "python", "--top-level", "Job"]
        command += ["--src-lang", "json", str(sample), "-o", str(module)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise ImportError("quicktype, which npx could not run")
        spec = spec_from_file_location("benchmarks_quicktype_job", module)
        if spec is None or spec.loader is None:
            raise ImportError("what quicktype wrote")
        made = module_from_spec(spec)
        spec.loader.exec_module(made)
    return made
