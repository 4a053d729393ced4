"""The law of imports: the contracts of pyproject.toml hold, and one file alone reads the environment."""

import ast
import tomllib

import grimp
from house_files import ROOMS, ROOT, functions, name_of, of_rooms, tree_of
from importlinter.application.use_cases import FAILURE, lint_imports
from importlinter.configuration import configure

READERS = ("environ", "environb", "getenv", "getenvb", "putenv")
KEEPER = "search.whoosh_"
NAMING = {"search.stems", "wiki.building"}  # the stemmer it ships; whoever builds the house picks the index


def test_every_contract_is_kept(capsys) -> None:
    configure()
    outcome = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert outcome != FAILURE, capsys.readouterr().out


def test_every_room_of_the_wiki_has_its_floor() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floors = next(one for one in contracts if one["id"] == "floors")
    placed = {word.strip("() ") for floor in floors["layers"] for word in floor.replace(":", "|").split("|")}
    rooms = {path.stem for path in (ROOT / "wiki").glob("*.py")} - {"__init__"}
    rooms |= {path.parent.name for path in (ROOT / "wiki").glob("*/__init__.py")}
    assert rooms == placed


def test_whoosh_is_known_by_its_keeper_alone() -> None:
    graph = grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)
    knowing = graph.find_modules_that_directly_import("whoosh")
    assert [name for name in sorted(knowing) if not name.startswith(KEEPER)] == []
    keepers = [name for name in graph.modules if name.startswith(KEEPER)]
    naming = {user for keeper in keepers for user in graph.find_modules_that_directly_import(keeper)}
    assert {name for name in naming if not name.startswith(KEEPER)} <= NAMING


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        name_of(path)
        for path in of_rooms()
        for node in ast.walk(tree_of(path))
        if _reads_environment(node)
    }  # fmt: skip
    assert readers == {"wiki/settings.py"}


def test_imports_stand_at_the_top_unless_a_reason_stands_beside() -> None:
    hidden = [
        f"{name_of(path)}:{node.lineno}"
        for path in of_rooms()
        for function in functions(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "# noqa: PLC0415  # " not in path.read_text("utf-8").splitlines()[node.lineno - 1]
    ]
    assert hidden == []


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr in READERS
    return isinstance(node, ast.ImportFrom) and node.module == "os" and any(one.name in READERS for one in node.names)
