"""Handing out lessons: nothing of the learner's is ever lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memlab.lessons import handout


def _lesson(*sources: str, outputs: bool = False) -> str:
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {},
            "execution_count": 1 if outputs else None,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "hi\n"}] if outputs else [],
            "source": source,
        }
        for n, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lesson of ours, which the tests may bring up to date."""
    lesson = tmp_path / "ours" / "01-first.ipynb"
    lesson.parent.mkdir()
    lesson.write_text(_lesson("print('hi')", outputs=True))
    monkeypatch.setattr(handout, "lesson_files", lambda: [lesson])
    return lesson


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    return tmp_path / "theirs"


def test_a_fresh_folder_gets_the_lessons_without_outputs(ours: Path, theirs: Path) -> None:
    assert handout.copy_lessons(theirs) == []
    cell = json.loads((theirs / ours.name).read_text())["cells"][0]
    assert cell["outputs"] == [] and cell["execution_count"] is None
    assert "".join(cell["source"]) == "print('hi')"


def test_a_second_time_changes_nothing(ours: Path, theirs: Path) -> None:
    handout.copy_lessons(theirs)
    before = (theirs / ours.name).stat().st_mtime_ns
    assert handout.copy_lessons(theirs) == []
    assert (theirs / ours.name).stat().st_mtime_ns == before
    assert len(list(theirs.glob("*.ipynb"))) == 1


def test_running_a_lesson_is_not_changing_it(ours: Path, theirs: Path) -> None:
    handout.copy_lessons(theirs)
    (theirs / ours.name).write_text(_lesson("print('hi')", outputs=True))
    assert handout.copy_lessons(theirs) == []
    assert "hi\\n" in (theirs / ours.name).read_text()  # its outputs stay, too


def test_an_untouched_lesson_is_brought_up_to_date(ours: Path, theirs: Path) -> None:
    handout.copy_lessons(theirs)
    ours.write_text(_lesson("print('new')"))
    assert handout.copy_lessons(theirs) == ["01-first.ipynb: brought up to date"]
    assert "new" in (theirs / ours.name).read_text()


def test_a_changed_lesson_is_kept_and_the_new_one_lies_beside_it_once(ours: Path, theirs: Path) -> None:
    handout.copy_lessons(theirs)
    mine = _lesson("print('mine')")
    (theirs / ours.name).write_text(mine)
    assert handout.copy_lessons(theirs) == []  # ours is as it was: nothing to hand out
    ours.write_text(_lesson("print('new')"))
    remarks = handout.copy_lessons(theirs)
    assert len(remarks) == 1 and "yours is kept" in remarks[0] and "01-first.new.ipynb" in remarks[0]
    assert (theirs / ours.name).read_text() == mine
    assert "new" in (theirs / "01-first.new.ipynb").read_text()
    assert handout.copy_lessons(theirs) == []
    ours.write_text(_lesson("print('newer')"))
    handout.copy_lessons(theirs)
    assert "newer" in (theirs / "01-first.new2.ipynb").read_text()
    assert (theirs / ours.name).read_text() == mine


def test_a_file_of_the_same_name_that_was_never_ours_is_kept(ours: Path, theirs: Path) -> None:
    theirs.mkdir()
    (theirs / ours.name).write_text("not a notebook")
    assert "yours is kept" in handout.copy_lessons(theirs)[0]
    assert (theirs / ours.name).read_text() == "not a notebook"


def test_a_damaged_memory_loses_nothing(ours: Path, theirs: Path) -> None:
    handout.copy_lessons(theirs)
    (theirs / handout.MEMORY).write_text("{")
    (theirs / ours.name).write_text(_lesson("print('mine')"))
    handout.copy_lessons(theirs)
    assert "mine" in (theirs / ours.name).read_text()


def test_a_deleted_lesson_comes_back(ours: Path, theirs: Path) -> None:
    handout.copy_lessons(theirs)
    (theirs / ours.name).unlink()
    handout.copy_lessons(theirs)
    assert (theirs / ours.name).exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lessons").write_text("")
    assert handout.open_lab(str(tmp_path / "lessons")) == 2
    assert "is a file" in capsys.readouterr().err


def test_jupyterlab_is_opened_on_the_first_lesson(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []

    def serve(command: list[str], directory: Path) -> int:
        started.append(command)
        return 0

    monkeypatch.setattr(handout, "_serve", serve)
    assert handout.open_lab(str(theirs), browser=False, port=9999) == 0
    (command,) = started
    assert "--no-browser" in command and "--ServerApp.port=9999" in command
    assert any(word.endswith("/lab/tree/01-first.ipynb") for word in command)
    assert str(theirs) in capsys.readouterr().out


def test_the_packaged_settings_are_json() -> None:
    files = sorted((handout.CONFIG / "labconfig").glob("*.json"))
    assert [file.name for file in files] == ["default_setting_overrides.json", "page_config.json"]
    for file in files:
        json.loads(file.read_text("utf-8"))


def test_there_are_lessons() -> None:
    assert handout.lesson_files()[0].name == "01-names-objects-references.ipynb"
