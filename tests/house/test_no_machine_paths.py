"""No machine's own paths and no package registry's host stand in what is handed on."""

import re

import pytest
from house_files import ROOT, name_of, of_history

# Written in parts, so that this file does not find itself.
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "registry.yarnpkg" + ".com")
PATHS = re.compile(r"(?<![\w.)\]}>~-])/(?:root|work|Users|home/\w+|tmp/\w*brief)/\w")


def test_no_path_of_one_machine() -> None:
    found = [f"{name_of(path)}: {hit}" for path in _texts() for hit in PATHS.findall(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_registry_host(host: str) -> None:
    assert [name_of(path) for path in _texts() if host in path.read_text("utf-8")] == []


def _texts() -> list:
    return [path for path in of_history() if path != ROOT / "tests/house/test_no_machine_paths.py"]
