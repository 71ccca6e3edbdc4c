"""The command line: ``memlab run | lab | versions``.

`memlab run` is meant to feel like `python`: the program's own output and nothing else, and hardly any start-up. So this
module imports nothing at its top that a plain interpreter has not loaded already; a `run` that is well formed is read
by hand, and argparse comes in only for the other commands, for help and for mistakes.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser

__all__ = ["main"]

EXIT_USAGE = 2  # a wrong command line, a file that cannot be read
EXIT_INTERRUPTED = 130  # Ctrl-C, as shells count it

COMMANDS = ("lab", "run", "versions")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code.

    Called without arguments, that is as the program `memlab`, it takes them from the command line and ends the process
    without tearing the simulated heap down object by object.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if arguments is None and given[:1] == ["run"]:
        _quieten_host()
    try:
        code = _dispatch(given)
        sys.stdout.flush()
    except BrokenPipeError:  # `memlab run x.py | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 128 + 13
    except KeyboardInterrupt:
        sys.stdout.flush()
        print("KeyboardInterrupt", file=sys.stderr)
        code = EXIT_INTERRUPTED
    if arguments is None:
        sys.stderr.flush()
        os._exit(code & 0xFF)
    return code


def _dispatch(arguments: list[str]) -> int:
    if arguments and arguments[0] == "run":
        plan = _read_run(arguments[1:])
        if plan is not None:
            return _run(*plan)
    if arguments and not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        return _unknown_command(arguments[0])
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as leave:  # argparse has printed its help or what is wrong
        return leave.code if isinstance(leave.code, int) else EXIT_USAGE
    if options.command == "run":
        return _run(options.file, options.arguments, options.python, options.max_steps)
    if options.command == "versions":
        from memlab.heap.versions import table

        print(table())
        return 0
    if options.command == "lab":
        from memlab.lessons.handout import open_lab

        return open_lab(options.directory, browser=not options.no_browser, port=options.port)
    parser.print_help()
    return 0 if not arguments else EXIT_USAGE


def _read_run(words: list[str]) -> tuple[str, list[str], str | None, int | None] | None:
    """(file, its arguments, version, step limit) of a plain `run`; None when argparse has to explain something."""
    python: str | None = None
    max_steps: int | None = None
    at = 0
    while at < len(words) and words[at].startswith("-"):
        option, given, value = words[at].partition("=")
        if option not in ("--python", "--max-steps"):
            return None
        if not given:
            at += 1
            if at == len(words):
                return None
            value = words[at]
        if option == "--python":
            python = value
        elif value.isdecimal():
            max_steps = int(value)
        else:
            return None
        at += 1
    if at == len(words):
        return None
    file, rest = words[at], words[at + 1 :]
    # `memlab run FILE --python 3.12` reads as naturally; what else follows belongs to the program
    if rest and rest[0].partition("=")[0] in ("--python", "--max-steps"):
        return _read_run([*words[:at], *rest, file])
    return file, rest, python, max_steps


def _run(file: str, arguments: list[str], python: str | None, max_steps: int | None) -> int:
    """Runs a program on the simulated interpreter; returns its exit code, or 3 when it had to be stopped."""
    from memlab.errors import MemlabError
    from memlab.heap.profiles import default_profile, profile
    from memlab.interp.limits import Limits
    from memlab.interp.session import Session

    try:
        source = _read_source(file)
        chosen = profile(python) if python else default_profile()
    except OSError as error:
        print(f"memlab: can't open file {file!r}: {error.strerror}", file=sys.stderr)
        return EXIT_USAGE
    except (MemlabError, UnicodeDecodeError, SyntaxError) as error:
        print(f"memlab: {error}", file=sys.stderr)
        return EXIT_USAGE
    limits = Limits() if max_steps is None else Limits(max_steps=max_steps)
    session = Session(chosen, limits=limits, write=sys.stdout.write, write_err=_write_err, argv=[file, *arguments])
    session.run(source, file)
    code: int = session.finish()
    return code


def _read_source(file: str) -> str:
    """The text of a Python file; an encoding declaration is honoured (PEP 263)."""
    with open(file, "rb") as stream:
        raw = stream.read()
    if b"coding" in b"".join(raw.split(b"\n", 2)[:2]):
        import io
        import tokenize

        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return raw.decode(encoding)
    return raw.decode("utf-8-sig")


def _write_err(text: str) -> None:
    """Writes to stderr after everything printed so far, so that the two keep their order on a terminal."""
    sys.stdout.flush()
    sys.stderr.write(text)


def _quieten_host() -> None:
    """Tunes a host process of our own for one long program of many small objects.

    The host's own collector would walk the whole simulated heap again and again and find nothing: the simulator frees
    by count. It stays on, with much larger thresholds, for what host exceptions leave behind.
    """
    import gc

    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _unknown_command(word: str) -> int:
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, 1) or (["run FILE"] if word.endswith(".py") else [])
    hint = f" Did you mean 'memlab {near[0].replace('FILE', word)}'?" if near else ""
    print(f"memlab: there is no command {word!r}.{hint}", file=sys.stderr)
    print(_parser().format_usage(), end="", file=sys.stderr)
    return EXIT_USAGE


def _parser() -> ArgumentParser:
    from argparse import REMAINDER, ArgumentParser

    from memlab import __version__

    parser = ArgumentParser(prog="memlab", description="How CPython manages memory: simulated, recorded and drawn.")
    parser.add_argument("--version", action="version", version=f"memlab {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    lab = commands.add_parser("lab", help="copy the lessons into a folder and open them in JupyterLab")
    lab.add_argument("directory", nargs="?", default="memlab-lessons", metavar="DIR", help="default: memlab-lessons")
    lab.add_argument("--no-browser", action="store_true", help="start the server and print its address only")
    lab.add_argument("--port", type=int, default=None, help="the server's port (default: a free one from 8888)")

    run = commands.add_parser("run", help="run a program on the simulated interpreter")
    run.add_argument("--python", metavar="V", help="the CPython version to simulate (see: memlab versions)")
    run.add_argument("--max-steps", type=int, metavar="N", help="stop after N steps of the simulated machine")
    run.add_argument("file", metavar="FILE", help="a Python program")
    run.add_argument("arguments", nargs=REMAINDER, metavar="...", help="the program's own arguments (sys.argv)")

    commands.add_parser("versions", help="print what differs between the simulated CPython versions")
    return parser
