"""What a run did: counted while it goes on, printed as a table, as JSON, as Markdown, and kept as the run's row."""

from __future__ import annotations

import importlib.metadata
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows.settings import Settings
from flows.work import Outcome, Staged
from transforms.errors import LostInput
from warehouse.build import BuildResult

if TYPE_CHECKING:
    from flows.planning import Planner
    from flows.settling import Settler


@dataclass(slots=True)
class RunReport:
    """The totals of one run. `failure` says why its warehouse was not published, where it wasn't."""

    run_id: str
    command: str
    settings: Settings
    n_inputs: int
    pipeline_version: str = ""
    pipeline_parts: dict[str, str] = field(default_factory=dict)
    n_unchanged: int = 0
    n_renamed: int = 0
    n_retired: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rejects: list[Outcome] = field(default_factory=list)
    n_articles: int = 0
    n_chars: int = 0
    size_bytes: int = 0
    n_batches: int = 0
    step_seconds: Counter[str] = field(default_factory=Counter)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))
    started: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0
    built: BuildResult | None = None
    failure: str | None = None

    MAX_REJECTS_SHOWN = 20

    def add(self, staged: Staged, outcomes: list[Outcome]) -> None:
        """Count one committed batch."""
        self.n_batches += 1
        self.size_bytes += staged.batch.size_bytes
        for step, seconds in staged.stats.seconds.items():
            self.step_seconds[step] += seconds
        for outcome in outcomes:
            self.outcomes[outcome.outcome] += 1
            self.n_articles += outcome.n_articles
            self.n_chars += outcome.n_chars
            if outcome.outcome == "rejected":
                self.reasons[outcome.reason] += 1
                if len(self.rejects) < self.MAX_REJECTS_SHOWN:
                    self.rejects.append(outcome)

    def close(self, planner: Planner, settler: Settler) -> None:
        """The batches are done: take the final outcomes, and hold the first promise.

        Raises LostInput where an input ended as nothing; that is a fault of baoku's.
        """
        self.n_inputs += planner.n_extra
        self.n_unchanged = planner.n_unchanged
        self.n_renamed = sum(item.was_at is not None for item in planner.touched)
        self.n_retired = settler.n_retired
        self.outcomes = Counter(settler.settled.values())
        self.seconds = time.perf_counter() - self.started
        if self.n_inputs != self.outcomes.total() + self.n_unchanged:
            raise LostInput(
                f"{self.n_inputs} inputs, but {dict(self.outcomes)} and {self.n_unchanged} unchanged; "
                "please report this with the command that led to it"
            )

    def finish(self) -> None:
        """The warehouse is built too."""
        self.seconds = time.perf_counter() - self.started

    @property
    def n_rejected(self) -> int:
        """Inputs rejected in this run."""
        return self.outcomes["rejected"]

    @property
    def exit_code(self) -> int:
        """0; 1 where checks failed or nothing could be read."""
        nothing_read = self.n_inputs > 0 and self.n_rejected == self.n_inputs
        return 1 if self.failure or nothing_read else 0

    @property
    def megabytes_per_second(self) -> float:
        """Input read per second, in MB (10**6 bytes)."""
        return self.size_bytes / 1e6 / self.seconds if self.seconds else 0.0

    def row(self) -> dict[str, Any]:
        """The run's row of `ops.runs`."""
        return {
            "run_id": self.run_id,
            "command": self.command,
            "status": "completed",
            "started_at": self.started_at,
            "finished_at": datetime.now(UTC).replace(tzinfo=None),
            "seconds": self.seconds,
            "pipeline_version": self.pipeline_version,
            "baoku_version": importlib.metadata.version("baoku"),
            "settings": json.dumps(self.settings.model_dump(mode="json"), ensure_ascii=False, sort_keys=True),
            "n_inputs": self.n_inputs,
            "n_unchanged": self.n_unchanged,
            "n_loaded": self.outcomes["loaded"],
            "n_duplicate": self.outcomes["duplicate"],
            "n_rejected": self.n_rejected,
            "size_bytes": self.size_bytes,
            "n_articles": self.n_articles,
            "n_retired": self.n_retired,
            "n_renamed": self.n_renamed,
            "pipeline_parts": json.dumps(self.pipeline_parts, ensure_ascii=False, sort_keys=True),
        }

    def as_json(self) -> dict[str, Any]:
        """Machine-readable, for `--json`; sizes in bytes, times in seconds."""
        row = {k: v for k, v in self.row().items() if k not in ("settings", "status", "pipeline_parts")}
        return row | {
            "status": "failed" if self.exit_code else "completed",
            "finished_at": row["finished_at"].isoformat(),
            "started_at": self.started_at.isoformat(),
            "seconds": round(self.seconds, 3),
            "mb_per_second": round(self.megabytes_per_second, 3),
            "n_batches": self.n_batches,
            "n_chars": self.n_chars,
            "store": str(self.settings.store),
            "rejects": [
                {"source_path": o.input.path, "stage": o.stage, "reason": o.reason, "detail": o.detail}
                for o in self.rejects
            ],
            "reject_reasons": dict(self.reasons),
            "step_seconds": {step: round(s, 3) for step, s in self.step_seconds.items()},
            "failure": self.failure,
        }

    def as_markdown(self) -> str:
        """The report as a Prefect artifact."""
        lines = ["| | |", "|---|---:|", *(f"| {label} | {value} |" for label, value in self.facts())]
        if self.rejects:
            lines += ["", "| rejected | reason | detail |", "|---|---|---|"]
            lines += [f"| `{o.input.path}` | {o.reason} | {o.detail} |" for o in self.rejects]
        if self.failure:
            lines += ["", f"**Not published:** {self.failure}"]
        return "\n".join(lines)

    def facts(self) -> list[tuple[str, str]]:
        """Label and value of every line of the summary."""
        return [
            ("inputs 输入", f"{self.n_inputs:,}"),
            ("loaded 入库", f"{self.outcomes['loaded']:,}"),
            ("duplicate 重复", f"{self.outcomes['duplicate']:,}"),
            ("rejected 拒收", f"{self.n_rejected:,}" + _reasons(self.reasons)),
            ("unchanged 未变", f"{self.n_unchanged:,}" + (f" ({self.n_renamed:,} renamed)" if self.n_renamed else "")),
            *([("retired 撤下", f"{self.n_retired:,}")] if self.n_retired else []),
            ("articles 文章", f"{self.n_articles:,}"),
            ("characters 字数", f"{self.n_chars:,}"),
            (
                "read 读取",
                f"{self.size_bytes / 1e6:,.2f} MB in {self.seconds:.1f} s ({self.megabytes_per_second:.2f} MB/s)",
            ),
            ("run 运行", self.run_id),
        ]


def _reasons(reasons: Counter[str]) -> str:
    return f" ({', '.join(f'{reason} {n}' for reason, n in reasons.most_common())})" if reasons else ""
