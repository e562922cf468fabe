"""Scheduled runs: the flow as a deployment of Prefect, served by this process or by a work pool's workers.

One run at a time per deployment (`concurrency_limit=1`, later ones wait), and one writer per store whatever happens.
"""

from __future__ import annotations

import os
from typing import Any

from flows.prefect_server import QUIET, is_api_configured
from flows.settings import Settings
from transforms.errors import SettingsError


def serve_deployment(inputs: list[str], settings: Settings, cron: str | None, tz: str, name: str) -> int:
    """Keep the deployment running here until interrupted."""
    flow = _flow()
    from prefect.types.entrypoint import EntrypointType

    flow.serve(
        name=name,
        parameters=parameters(inputs, settings),
        schedule=_schedule(cron, tz),
        limit=1,
        global_limit=_one_at_a_time(),
        description="Loads newspaper pages into a baoku store",
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return 0


def deploy_to_pool(inputs: list[str], settings: Settings, pool: str, cron: str | None, tz: str, name: str) -> int:
    """Register the deployment with a work pool; its workers run the installed package."""
    _flow()
    from prefect.deployments.runner import RunnerDeployment

    deployment = RunnerDeployment.from_entrypoint(
        "flows.orchestrate.ingest_flow",
        name=name,
        parameters=parameters(inputs, settings),
        schedule=_schedule(cron, tz),
        concurrency_limit=_one_at_a_time(),
        work_pool_name=pool,
    )
    print(f"deployed {name} to work pool {pool}: {deployment.apply()}")
    return 0


def parameters(inputs: list[str], settings: Settings) -> dict[str, Any]:
    """The flow's parameters: absolute paths, so that they mean the same wherever the run starts."""
    absolute = [item if "://" in item else os.path.abspath(item) for item in inputs]
    chosen = settings.model_dump(mode="json", exclude_defaults=True, exclude={"store"})
    own = [(paper, "user_terms") for paper in chosen.get("papers", {}).values()]
    for section, key in ((chosen, "user_terms"), (chosen, "cache"), (chosen.get("source", {}), "sidecar"), *own):
        if section.get(key):
            section[key] = os.path.abspath(section[key])
    return {"inputs": absolute, "store": str(settings.store.absolute()), "settings": chosen}


def _flow() -> Any:
    os.environ.update(QUIET)
    if not is_api_configured():
        raise SettingsError(
            "a schedule needs a Prefect server that stays up: run `prefect server start` elsewhere, then "
            "`export PREFECT_API_URL=http://127.0.0.1:4200/api` and this command again"
        )
    from flows.orchestrate import ingest_flow

    return ingest_flow


def _schedule(cron: str | None, tz: str) -> Any:
    if cron is None:
        return None
    from prefect.schedules import Cron

    try:
        return Cron(cron, timezone=tz)
    except ValueError as error:
        raise SettingsError(f"--cron {cron!r} with --tz {tz!r} is no schedule: {error}") from error


def _one_at_a_time() -> Any:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy

    return ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
