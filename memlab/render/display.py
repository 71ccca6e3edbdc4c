"""What a recording shows of itself in a notebook: memory at its end, as text and as a picture."""

from __future__ import annotations

from memlab.model.recording import Recording
from memlab.render.layout import Layout, lay_out
from memlab.render.scene import Options, Scene, scene
from memlab.render.svg import svg
from memlab.render.text import text


def mimebundle(recording: Recording, step: int = -1, options: Options | None = None) -> dict[str, str]:
    """Returns ``text/plain`` and ``image/svg+xml`` of memory at a step; both are the same on every machine."""
    shown = scene(recording.snapshot(step), options)
    if not recording.stop:
        shown = _with_note(shown, "Nothing was recorded.")
    if recording.end.state != "finished":
        shown = _with_note(shown, recording.end.sentence)
    return {"text/plain": text(shown), "image/svg+xml": svg(shown)}


def pictures(recording: Recording, steps: list[int] | None = None, options: Options | None = None) -> list[str]:
    """Returns the SVGs of some steps (all of them by default) that share one layout: every object keeps its place."""
    scenes, layout = scenes_with_layout(recording, steps, options)
    return [svg(s, layout) for s in scenes]


def scenes_with_layout(
    recording: Recording, steps: list[int] | None = None, options: Options | None = None
) -> tuple[list[Scene], Layout]:
    """Returns the scenes of some steps and the one layout that serves them all."""
    numbers = range(len(recording.steps)) if steps is None else steps
    scenes = [scene(recording.snapshot(n), options) for n in numbers]
    return scenes, lay_out(scenes)


def _with_note(shown: Scene, note: str) -> Scene:
    from dataclasses import replace

    return replace(shown, notes=(*shown.notes, note))
