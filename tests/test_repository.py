"""The repository holds its own promises."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.databases import MAKERS

ROOT = Path(__file__).resolve().parent.parent


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


ROOMS: list[str] = pyproject()["tool"]["importlinter"]["root_packages"]

LONG_FILES: dict[str, str] = {
    "mtigm/settings.py": "one file holds every setting, each beside its reason",
    "static/face/face.css": "one sheet for every page, a rule a line; a test holds it to 40 KB",
}
"""Files past 400 lines, each with the reason why it is not divided."""

VARIABLES_OF_OTHERS = {"POSTGRES_PASSWORD", "REGISTRY_PASSWORD"}
"""In docker-compose.yml only: the settings do not read them."""


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """The version of each package in a locked list."""
    text = (ROOT / "requirements" / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_every_variable_read_by_the_settings_is_documented():
    settings = (ROOT / "mtigm/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    documented = set(
        re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )
    assert read
    assert documented - VARIABLES_OF_OTHERS == read


def test_every_dependency_carries_its_reason():
    for line in (ROOT / "pyproject.toml").read_text().split("[tool.", 1)[0].splitlines():
        if re.match(r'    "[a-z]', line):
            assert re.search(r'",\s+# \w', line), line


def test_locked_lists_hold_every_declared_dependency_and_agree():
    declared = pyproject()["project"]["dependencies"]
    declared_dev = pyproject()["dependency-groups"]["dev"]
    runtime, dev = locked("runtime.txt"), locked("dev.txt")
    assert {normalised(re.match(r"[\w.-]+", line)[0]) for line in declared} <= set(runtime)
    assert {normalised(re.match(r"[\w.-]+", line)[0]) for line in declared_dev} <= set(dev)
    assert runtime.items() <= dev.items()


def test_rooms_import_one_way():
    # In a process of its own: it sets up logging anew, and silences the loggers that there are.
    program = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(  # noqa: S603 - our own linter
        [program, "--no-cache"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def files_imported() -> dict[str, set[str]]:
    """Module of the product -> those that it names in an import, also for the type checker only."""
    modules = {
        relative(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__"): path
        for path in python_files(*ROOMS)
        if "migrations" not in path.parts
    }
    imported: dict[str, set[str]] = {}
    for module, path in modules.items():
        named = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                named |= {name if name in modules else str(node.module) for name in names}
        imported[module] = (named & set(modules)) - {module}
    return imported


def test_no_files_import_in_a_circle():
    left = files_imported()
    while free := {module for module, named in left.items() if not named & set(left)}:
        left = {module: named for module, named in left.items() if module not in free}
    assert sorted(left) == []


def test_every_room_has_its_tests():
    """`tests/` mirrors the rooms: what a room does is tested in the folder of its name."""
    without = [room for room in ROOMS if not list((ROOT / "tests" / room).glob("test_*.py"))]
    assert without == []


def test_no_merge_was_left_half_done():
    marks = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    sources = [*documents, *(ROOT / "templates").rglob("*.*"), *(ROOT / "static").rglob("*.css")]
    sources += [*(ROOT / "locale").rglob("*.po")]
    assert [relative(path) for path in sources if marks.search(path.read_text())] == []


def test_no_line_of_the_changes_stands_twice():
    lines = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.strip()]
    assert sorted({line for line in lines if lines.count(line) > 1}) == []
    begun = [line[:40] for line in lines if line.startswith("- ")]
    assert sorted({line for line in begun if begun.count(line) > 1}) == []


def test_migrations_have_names():
    names = [path.stem for room in ROOMS for path in (ROOT / room).glob("migrations/[0-9]*.py")]
    assert names
    assert [name for name in names if "_auto_" in name] == []


def test_kept_database_of_the_tests_depends_on_all_that_makes_it():
    makers = {path for pattern in MAKERS for path in ROOT.glob(pattern) if path.suffix == ".py"}
    unnamed = []
    for path in sorted(makers):
        if "models" in path.parts or path.name == "models.py":
            continue  # what a model imports changes the tables through a migration alone
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif names and isinstance(node, ast.ImportFrom):
                names += [f"{node.module}.{alias.name}" for alias in node.names]
            files = {ROOT / f"{name.replace('.', '/')}.py" for name in names}
            unnamed += [
                f"{relative(path)} imports {relative(file)}"
                for file in files - makers
                if file.exists()
            ]
    assert unnamed == []


def test_files_past_400_lines_are_listed_with_a_reason():
    sources = [*python_files(*ROOMS, "tests", "browser")]
    sources += [
        path
        for folder in ("templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js"}
    ]
    long = {
        relative(path)
        for path in sources
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > 400
    }
    assert long == set(LONG_FILES)


NUMBER_IN_ADDRESS = re.compile(
    r"""(?:=|["'/:-])\{\{ [a-z_.]*(?:\.pk|version|\.seen|page_number|page\.number) \}\}"""
)
"""A key, version or page in an attribute: Django writes 4,117, which no address or form means."""


def test_keys_versions_and_pages_are_written_without_commas():
    offenders = [
        f"{relative(path)}: {found}"
        for path in (ROOT / "templates").rglob("*.html")
        for found in NUMBER_IN_ADDRESS.findall(path.read_text())
    ]
    assert offenders == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "common", "core", "helpers", "misc"}
    assert [relative(path) for path in python_files(*ROOMS) if path.stem in drawers] == []


def test_nothing_is_fired_from_signals():
    receivers = [
        relative(path)
        for path in python_files(*ROOMS)
        if re.search(r"@receiver|(?<!sociallogin)\.connect\(", path.read_text())
    ]
    assert receivers == []


def test_states_move_only_through_actions():
    """No face assigns `state` or `status`, nor writes one by `update()`."""
    offenders = []
    for path in python_files(*ROOMS):
        if {"actions", "actions.py", "migrations", "models"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            assigned = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(it, ast.Attribute) and it.attr == "state" for it in assigned):
                offenders.append(f"{relative(path)}:{node.lineno}")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "update"
                and any(keyword.arg == "state" for keyword in node.keywords)
            ):
                offenders.append(f"{relative(path)}:{node.lineno}")
    assert offenders == []


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "browser/README.md"]


def test_makefile_targets_named_in_the_documents_exist():
    targets = set(re.findall(r"^([.a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (relative(path), target)
        for path in documents()
        for target in re.findall(r"(?:`|^\s*|\$ )make ([.a-z-]+)", path.read_text(), re.MULTILINE)
    }
    assert [name for name in named if name[1] not in targets] == []


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{relative(path)}: {link}"
        for path in documents()
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text())
        if not (path.parent / link).exists()
    ]
    assert broken == []


COMMANDS_OF_THE_IMAGE = re.compile(r"\b(bin/[a-z-]+|manage\.py, [a-z_]+|-m, [a-z.]+)")


def test_compose_file_starts_what_exists():
    text = (ROOT / "docker-compose.yml").read_text()
    named = set(COMMANDS_OF_THE_IMAGE.findall(text))
    assert len(named) >= 4
    for name in named:
        kind, _space, command = name.rpartition(" ")
        places = {
            "": [ROOT / command],
            "-m,": [ROOT / f"{command.replace('.', '/')}.py"],
            "manage.py,": list(ROOT.glob(f"*/management/commands/{command}.py")),
        }
        assert any(place.exists() for place in places[kind]), name
        assert kind or (ROOT / command).stat().st_mode & 0o100, name


def test_every_service_is_confined_and_has_a_way_to_stop():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("prepare", "web", "worker"):
        service = services[name]
        assert isinstance(service.get("command", []), list), f"{name}: a shell hears no signal"
        assert service["read_only"], name
        assert service["init"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["stop_grace_period"], name
    checks = [services[name]["healthcheck"]["test"] for name in ("database", "web", "worker")]
    assert len({str(check) for check in checks}) == 3
    assert "HEALTHCHECK [" not in (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER \d+:\d+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("runner", ["run", "fresh-clone", "container"])
def test_continuous_integration_can_be_run(runner):
    assert (ROOT / ".ci" / runner).stat().st_mode & 0o100


def test_compiled_messages_are_as_new_as_their_source(tmp_path):
    for source in (ROOT / "locale").rglob("django.po"):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        with (tmp_path / "django.mo").open("wb") as file:
            write_mo(file, catalogue)
        compiled = source.with_suffix(".mo").read_bytes()
        assert compiled == (tmp_path / "django.mo").read_bytes(), f"{source}: run make messages"


def texts_of_the_interface() -> set[str]:
    """Every text in gettext, of Python and of templates; of a plural, the singular."""
    simple = ("_", "gettext", "gettext_lazy", "gettext_noop")
    keywords: dict = dict.fromkeys(simple)
    keywords |= dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
    texts = set()
    for path in python_files(*ROOMS):
        source = BytesIO(path.read_bytes())
        for _line, message, _comments, _context in extract("python", source, keywords=keywords):
            texts.add(message if isinstance(message, str) else message[0])
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        source_of_texts = templatize(path.read_text(), origin=str(path))
        for literal in re.findall(r"gettext\(\s*u?('(?:[^'\\]|\\.)*')", source_of_texts):
            texts.add(ast.literal_eval(literal))
    return texts - {""}


def is_translated(message: Any) -> bool:
    told = [message.string] if isinstance(message.string, str) else message.string
    return all(told)


def test_texts_are_marked_by_names_that_are_looked_for():
    """Under another name (`gettext_lazy as _later`) a text is never collected for translation."""
    marked = re.compile(r"\bn?gettext\w* as (?!_\b)\w+")
    assert [
        relative(path) for path in python_files(*ROOMS) if marked.search(path.read_text())
    ] == []


def test_every_text_of_the_interface_has_its_english():
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file)
    english = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and is_translated(message)
    }
    texts = texts_of_the_interface()
    assert len(texts) > 500
    assert texts - english == set()
