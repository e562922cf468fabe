"""The command line: `baoku run | inspect | sql | …`. Each command is thin; what it does lies in the module it calls.

To add a command, write a function here with `@app.command`; its docstring is its help. Modules are imported inside the
commands, so that `baoku --help` and worker processes start fast.

Exit codes: 0 done (also where single files were rejected), 1 a check failed or nothing could be read, 2 wrong usage;
3 from `verify` where what it found can be mended.
"""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, CycloptsError, Parameter
from rich.console import Console
from rich.markup import escape

from transforms.errors import BaokuError, SettingsError

app = App(
    name="baoku",
    help="Turn folders of Chinese newspaper text into a warehouse people can query (报库).",
    version=lambda: importlib.metadata.version("baoku"),
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)

terms = App(name="terms", help="Propose new words of the corpus, and add them to the user dictionary.")
app.command(terms)

StoreFlag = Annotated[str | None, Parameter(help="The store: a folder, or s3://bucket/prefix (setting `store`).")]
ReasonFlag = Annotated[str | None, Parameter(help="Only with this reason code, such as binary.")]
PathFlag = Annotated[str | None, Parameter(help="Only paths that match this pattern, such as '*/1998/*'.")]
YesFlag = Annotated[bool, Parameter(negative="", help="Retire even where most known inputs are gone.")]
JsonFlag = Annotated[bool, Parameter(negative="", help="Machine-readable output on standard output.")]


def main(arguments: list[str] | None = None) -> None:
    """Entry point: run a command and exit with its code."""
    sys.exit(run_command(sys.argv[1:] if arguments is None else arguments))


def run_command(arguments: list[str]) -> int:
    """Run a command; gives its exit code. Errors of baoku's own tree are printed without a traceback."""
    try:
        code = app(arguments, exit_on_error=False)
    except CycloptsError:
        return 2
    except BaokuError as error:
        label = type(error).__name__
        Console(stderr=True, soft_wrap=True).print(f"[bold red]{label}:[/] {escape(str(error))}", highlight=False)
        return 2 if isinstance(error, SettingsError) else 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        Console(stderr=True).print("interrupted; what was committed stays, the same command goes on from there")
        return 130
    return code if isinstance(code, int) else 0


def _settings(**flags: Any) -> Any:
    from flows.settings import load_settings

    return load_settings({k: v for k, v in flags.items() if v is not None})


@app.command
def run(
    inputs: list[str],
    /,
    *,
    store: StoreFlag = None,
    direct: Annotated[bool, Parameter(negative="", help="Run without Prefect: the very same code.")] = False,
    workers: Annotated[int | None, Parameter(help="Worker processes; 0: one per core.")] = None,
    batch_mb: Annotated[int | None, Parameter(help="Input per batch, in MB.")] = None,
    engine: Annotated[Literal["fast", "jieba"] | None, Parameter(help="Word segmenter.")] = None,
    encoding: Annotated[list[str] | None, Parameter(help="Declare the files' encoding(s).", negative="")] = None,
    user_terms: Annotated[Path | None, Parameter(help="User dictionary.")] = None,
    dry_run: Annotated[bool, Parameter(negative="", help="Say what would be read, and why; write nothing.")] = False,
    retire_missing: Annotated[
        bool, Parameter(negative="", help="Remove known inputs whose files are gone from the folders given.")
    ] = False,
    yes: YesFlag = False,
    quiet: Annotated[bool, Parameter(negative="", help="No progress and no summary.")] = False,
    json: JsonFlag = False,
) -> int:
    """Load files, folders or globs into the store: the main job.

    Known files that did not change cost only a look at their size and time. Rejected files are kept with their reason
    and do not stop the run. Run the same command again after any interruption.
    """
    from flows.jobs import Job

    source = {"encoding": encoding} if encoding else None
    settings = _settings(
        store=store, workers=workers, batch_mb=batch_mb, engine=engine, user_terms=user_terms, source=source
    )
    job = Job(tuple(inputs), settings, retires=retire_missing, is_sure=yes)
    if dry_run:
        from flows.previewing import preview_run

        return preview_run(job, as_json=json)
    from flows.running import run_job

    return run_job(job, direct=direct, quiet=quiet, as_json=json)


@app.command
def inspect(
    file: str,
    /,
    *,
    words: Annotated[int | None, Parameter(help="Also show words and facts of sentence N (0: of all).")] = None,
    article: Annotated[int | None, Parameter(help="Only article N.")] = None,
    why: Annotated[bool, Parameter(negative="", help="Show the evidence for boundaries and joins.")] = False,
    full: Annotated[bool, Parameter(negative="", help="Whole paragraphs instead of their ends.")] = False,
    encoding: Annotated[list[str] | None, Parameter(help="Declare the encoding(s).", negative="")] = None,
    json: JsonFlag = False,
) -> int:
    """Show how one file is read: encoding and evidence, cleaning, structure, words and facts."""
    from flows.show_page import InspectOptions, inspect_file

    settings = _settings(source={"encoding": encoding} if encoding else None)
    return inspect_file(file, settings, InspectOptions(words, article, why, full, json))


@app.command
def sql(
    statement: str,
    /,
    *,
    store: StoreFlag = None,
    format: Annotated[
        Literal["table", "csv", "json", "parquet"] | None, Parameter(help="Output format; by default from --output.")
    ] = None,
    output: Annotated[Path | None, Parameter(alias="-o", help="Write to this file.")] = None,
    limit: Annotated[int, Parameter(help="Rows shown as a table; 0: all.")] = 100,
) -> int:
    """Query the warehouse: print a table, or export csv, json or parquet.

    Example: baoku sql "from reports.coverage"
    """
    from flows.querying import run_sql

    return run_sql(_settings(store=store).store, statement, format, output, limit)


@app.command
def shell(*, store: StoreFlag = None) -> int:
    """Ask the warehouse one statement after the other."""
    from flows.querying import run_shell

    return run_shell(_settings(store=store).store)


@app.command
def search(term: str, /, *, store: StoreFlag = None, limit: int = 20) -> int:
    """Find the articles that use a word."""
    from flows.querying import run_search

    return run_search(_settings(store=store).store, term, limit)


@app.command
def report(
    name: str | None = None, /, *, store: StoreFlag = None, limit: int = 30, lang: Literal["en", "zh"] = "en"
) -> int:
    """Print a report view; without a name, list them all."""
    from flows.querying import run_report

    return run_report(_settings(store=store).store, name, limit, lang)


@app.command
def status(*, store: StoreFlag = None, json: JsonFlag = False) -> int:
    """Show what the store holds and how the last runs went."""
    from flows.store_status import show_status

    return show_status(_settings(store=store).store, as_json=json)


@app.command
def verify(
    *,
    store: StoreFlag = None,
    repair: Annotated[bool, Parameter(negative="", help="Mend what can be mended without a backup.")] = False,
    json: JsonFlag = False,
) -> int:
    """Read the whole store again and name everything that contradicts the commit log.

    Exit codes: 0 sound, or all mended; 1 something only a backup can mend; 3 something that --repair can mend.
    """
    from flows.store_upkeep import verify_store

    return verify_store(_settings(store=store).store, repairs=repair, as_json=json)


@app.command
def checks(name: str | None = None, /, *, store: StoreFlag = None, json: JsonFlag = False) -> int:
    """Show what the checks of the last build found, published or not; with NAME every failing row kept of that check.

    Exit code 1 where a check of severity error failed.
    """
    from flows.store_checks import show_checks

    return show_checks(_settings(store=store).store, name, as_json=json)


@app.command
def rebuild(*, store: StoreFlag = None) -> int:
    """Build the warehouse anew from the lake."""
    from flows.store_upkeep import rebuild_warehouse

    return rebuild_warehouse(_settings(store=store).store)


@app.command
def rollback(*, store: StoreFlag = None) -> int:
    """Publish the warehouse again that the last load replaced; the next run, or `baoku rebuild`, goes forward again."""
    from flows.store_upkeep import roll_back_warehouse

    return roll_back_warehouse(_settings(store=store).store)


@app.command
def compact(*, store: StoreFlag = None, json: JsonFlag = False) -> int:
    """Merge the small Parquet parts of each table and partition of the lake; the rows stay as they are."""
    from flows.store_upkeep import compact_store

    return compact_store(_settings(store=store).store, as_json=json)


rejects = App(name="rejects", help="List, show and retry the inputs that could not be loaded (拒收文件).")
app.command(rejects)


@rejects.command(name="list")
def list_rejects(
    *,
    reason: ReasonFlag = None,
    stage: Annotated[str | None, Parameter(help="Only of this stage, such as decode.")] = None,
    path: PathFlag = None,
    limit: Annotated[int, Parameter(help="Rows shown; 0: all.")] = 100,
    store: StoreFlag = None,
    json: JsonFlag = False,
) -> int:
    """List rejected inputs with reason, size and path."""
    from flows.rejected import Filter, print_rejects

    return print_rejects(_settings(store=store).store, Filter((), reason, stage, path), limit, as_json=json)


@rejects.command(name="show")
def show_reject(which: str, /, *, store: StoreFlag = None, json: JsonFlag = False) -> int:
    """Show one rejected input: why it was refused, what to do, its first bytes, and how encodings would read it.

    WHICH is its path, or the first digits of its SHA-256 as `baoku rejects list` prints them.
    """
    from flows.rejected import print_reject

    return print_reject(_settings(store=store).store, which, as_json=json)


@rejects.command(name="retry")
def retry_rejects(
    which: list[str] | None = None,
    /,
    *,
    reason: ReasonFlag = None,
    path: PathFlag = None,
    encoding: Annotated[
        list[str] | None, Parameter(help="Declare these files' encoding(s), for now and later.", negative="")
    ] = None,
    direct: Annotated[bool, Parameter(negative="", help="Run without Prefect: the very same code.")] = False,
    quiet: Annotated[bool, Parameter(negative="", help="No progress and no summary.")] = False,
    store: StoreFlag = None,
    json: JsonFlag = False,
) -> int:
    """Read rejected inputs again and load what can be read now; without WHICH and filters, all of them.

    Inputs whose files are gone are read from what the store kept of them.
    """
    from flows.rejected import Filter, retry

    settings = _settings(store=store)
    wanted = Filter(tuple(which or ()), reason, None, path)
    return retry(settings, wanted, tuple(encoding or ()), direct=direct, quiet=quiet, as_json=json)


@app.command
def init(folder: Path = Path(), /) -> int:
    """Write a commented `baoku.toml` and a user dictionary `terms.txt`."""
    from flows.starting import write_start

    for path in write_start(folder):
        print(path)
    return 0


@terms.command
def discover(
    *,
    store: StoreFlag = None,
    limit: Annotated[int, Parameter(help="Terms to propose; 0 for all.")] = 100,
    min_count: Annotated[int, Parameter(help="Times a term must stand in the corpus.")] = 4,
    format: Annotated[
        Literal["table", "terms", "csv", "json"], Parameter(help="Output; `terms` is a user dictionary to edit.")
    ] = "table",
    output: Annotated[Path | None, Parameter(alias="-o", help="Write to this file.")] = None,
    accept: Annotated[
        bool, Parameter(negative="", help="Ask for each term; accepted ones join the dictionary.")
    ] = False,
    accept_file: Annotated[
        Path | None, Parameter(help="Accept the terms of this file, as `terms accept` does.")
    ] = None,
    publication: Annotated[str | None, Parameter(help="Use and fill this newspaper's own dictionary.")] = None,
    json: JsonFlag = False,
) -> int:
    """Propose new words of the corpus: cohesive, free, not in the dictionary; best first.

    Example: baoku terms discover --format terms -o new.txt; edit it; baoku terms accept new.txt
    """
    from flows.terms import DiscoverOptions, accept_terms, discover_terms

    settings = _settings(store=store)
    if accept_file:
        return accept_terms(settings, accept_file, publication)
    form = "json" if json else format
    return discover_terms(settings, DiscoverOptions(limit, min_count, form, output, accept, publication))


@terms.command
def accept(
    file: Path,
    /,
    *,
    store: StoreFlag = None,
    publication: Annotated[str | None, Parameter(help="Into this newspaper's own dictionary.")] = None,
) -> int:
    """Add the terms of a file (word, frequency, tag a line) to the user dictionary; the next run uses them."""
    from flows.terms import accept_terms

    return accept_terms(_settings(store=store), file, publication)


@app.command
def serve(
    inputs: list[str],
    /,
    *,
    cron: Annotated[str | None, Parameter(help='Schedule, such as "30 6 * * *".')] = None,
    tz: Annotated[str, Parameter(help="Time zone of the schedule.")] = "Asia/Shanghai",
    name: Annotated[str, Parameter(help="Name of the deployment.")] = "baoku",
    store: StoreFlag = None,
) -> int:
    """Keep a scheduled deployment running in this process; needs a Prefect server (`prefect server start`)."""
    from flows.serving import serve_deployment

    return serve_deployment(inputs, _settings(store=store), cron, tz, name)


@app.command
def deploy(
    inputs: list[str],
    /,
    *,
    pool: Annotated[str, Parameter(help="Prefect work pool.")] = "baoku",
    cron: Annotated[str | None, Parameter(help='Schedule, such as "30 6 * * *".')] = None,
    tz: Annotated[str, Parameter(help="Time zone of the schedule.")] = "Asia/Shanghai",
    name: Annotated[str, Parameter(help="Name of the deployment.")] = "baoku",
    store: StoreFlag = None,
) -> int:
    """Deploy the flow to a Prefect work pool; its workers need baoku installed and see the same folders."""
    from flows.serving import deploy_to_pool

    return deploy_to_pool(inputs, _settings(store=store), pool, cron, tz, name)


if __name__ == "__main__":
    main()
