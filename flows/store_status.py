"""`baoku status | verify | rebuild`: what a store holds, whether it is sound, and its warehouse built anew."""

from __future__ import annotations

RUNS = (
    "select run_id, started_at, round(seconds, 1) as seconds, n_inputs, n_loaded, n_duplicate, n_rejected, n_unchanged "
    "from ops.runs order by started_at desc limit 10"
)
