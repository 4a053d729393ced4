"""What the browser gets: built from the sources at hand, named by content, inside its budget, and nothing inline."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from front_door import left_out

ROOT = Path(__file__).parents[2]
DIST = ROOT / "wiki/static/dist"
FRONTEND = ROOT / "frontend"
MANIFEST: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
BUDGET = {
    "site.css": 7168,
    "site.js": 6144,
    "editor.css": 2048,
    "editor.js": 14336,
    "share.css": 512,
    "share.js": 1536,
    "sprite.svg": 2048,
}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE)
FOREIGN = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)
SPRITE = (DIST / MANIFEST["sprite.svg"]).read_text()


@pytest.mark.parametrize("name", MANIFEST)
def test_every_asset_is_named_by_its_content_and_stands_compressed_beside(name: str) -> None:
    built = DIST / MANIFEST[name]
    content = built.read_bytes()
    assert hashlib.sha256(content).hexdigest()[:10] in built.name
    assert gzip.decompress(Path(f"{built}.gz").read_bytes()) == content
    assert Path(f"{built}.br").stat().st_size > 0


def test_nothing_else_lies_about() -> None:
    known = {"manifest.json"} | {file + end for file in MANIFEST.values() for end in ("", ".gz", ".br")}
    assert {file.name for file in DIST.iterdir()} == known


@pytest.mark.parametrize("name", BUDGET)
def test_weight_stays_inside_its_budget(name: str) -> None:
    assert Path(f"{DIST / MANIFEST[name]}.gz").stat().st_size <= BUDGET[name]


def test_assets_ask_no_other_host() -> None:
    for name in ("site.css", "editor.css", "share.css", "site.js", "editor.js", "share.js"):
        text = (DIST / MANIFEST[name]).read_text()
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//|fetch\(\s*['\"]https?:", text), name


def test_the_lock_names_exact_versions_and_no_registry() -> None:
    lock = (FRONTEND / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert not re.search(r"https?://", lock)
    package = json.loads((FRONTEND / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_third_party_names_every_locked_package() -> None:
    words = (ROOT / "THIRD_PARTY.md").read_text()
    for path, entry in json.loads((FRONTEND / "package-lock.json").read_text())["packages"].items():
        if path and not entry.get("optional"):
            assert f"| {path.rpartition('node_modules/')[2]} | {entry['version']} |" in words


def test_built_files_are_what_the_sources_make(tmp_path: Path) -> None:
    if not (node := shutil.which("node")):
        left_out("Node is not installed: the committed assets were not compared with their sources")
    if not (FRONTEND / "node_modules").is_dir():
        left_out("frontend/node_modules is missing (cd frontend && npm ci --ignore-scripts): assets not compared")
    subprocess.run([node, FRONTEND / "build.mjs", tmp_path], check=True, capture_output=True, timeout=60)
    ours = {file.name: file.read_bytes() for file in DIST.iterdir()}
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert built.keys() == ours.keys()
    # Packed bytes differ between Node versions; that they unpack to the plain file is another test.
    plain = [name for name in built if not name.endswith((".br", ".gz"))]
    assert {name: built[name] for name in plain} == {name: ours[name] for name in plain}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_bring_nothing_inline_and_trust_no_one(template: Path) -> None:
    source = template.read_text()
    assert not INLINE.search(re.sub(r"{[%{].*?[%}]}", "", source, flags=re.DOTALL))
    assert not FOREIGN.search(source)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", source)
    assert source.count("\n") <= 120, "a template is at most 120 lines"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_ask_only_for_icons_and_assets_there_are(template: Path) -> None:
    source = template.read_text()
    for name in re.findall(r"\bicon\('([^']+)'\)", source):
        assert f'id="{name}"' in SPRITE, name
    for name in re.findall(r"\basset\('([^']+)'\)", source):
        assert name in MANIFEST, name


def test_the_sprite_has_a_drawing_for_every_outcome_and_at_most_25_icons() -> None:
    ids = re.findall(r'<symbol id="([^"]+)"', SPRITE)
    marks = {one.removeprefix("mark-") for one in ids if one.startswith("mark-")}
    assert marks == {
        "worked", "worked_partly", "no_effect_seen", "did_not_work",
        "made_worse", "dropped_before_result", "too_early", "unknown",
    }  # fmt: skip
    assert len(ids) - len(marks) - len({"wordmark"}) <= 25
