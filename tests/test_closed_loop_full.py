"""The closed loop over the whole library: 39 provisions, three postures, four host contracts.

A cell is one provision under one posture in one host; it is whole when each of its elements reaches the target.
"""

from functools import cache

import pytest

from analyzer.models import Contract, Posture
from analyzer.settings import Settings
from eval.shipped import Shipped, open_shipped
from tests.core import HOSTS
from tests.loops import POSTURES, Loop, RunLoop, falls_short, make_loop, show, tier_of

# Measured: all 468 cells and all 2,904 elements; a judge fitted anew may doubt a few.
WHOLE_CELLS = 0.97
ON_TARGET = 0.99


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return open_shipped(Settings())


@pytest.fixture(scope="module")
def run_loop(hosts: dict[str, Contract], shipped: Shipped) -> RunLoop:
    @cache
    def run(host: str, posture: Posture) -> Loop:
        return make_loop(
            hosts[host],
            posture=posture,
            tier=tier_of(posture),
            library=shipped.library,
            retriever=shipped.retriever,
            judge=shipped.judge,
        )

    return run


@pytest.mark.parametrize("posture", POSTURES)
@pytest.mark.parametrize("host", HOSTS)
class TestEachHostAndPosture:
    def test_a_suggestion_is_made_for_each_provision_that_falls_short(
        self, host: str, posture: Posture, run_loop: RunLoop, shipped: Shipped
    ) -> None:
        loop = run_loop(host, posture)
        short = {
            f.provision for f in loop.before if falls_short(f, posture=posture, tier=loop.tier, library=shipped.library)
        }
        assert {s.provision for s in loop.suggestions} == short
        assert len(short) >= 30

    def test_nothing_drafted_is_read_as_adverse(self, host: str, posture: Posture, run_loop: RunLoop) -> None:
        assert [show(f) for f in run_loop(host, posture).after if f.status == "adverse"] == []

    def test_elements_reach_the_target_of_the_posture(
        self, host: str, posture: Posture, run_loop: RunLoop, shipped: Shipped
    ) -> None:
        loop = run_loop(host, posture)
        short = [f for f in loop.after if falls_short(f, posture=posture, tier=loop.tier, library=shipped.library)]
        assert 1 - len(short) / len(loop.after) >= ON_TARGET, "\n".join(map(show, short))


def test_nearly_every_provision_reaches_its_target_whole(run_loop: RunLoop, shipped: Shipped) -> None:
    short: dict[tuple[str, Posture, str], list[str]] = {}
    for host in HOSTS:
        for posture in POSTURES:
            loop = run_loop(host, posture)
            for finding in loop.after:
                cell = short.setdefault((host, posture, finding.provision), [])
                if falls_short(finding, posture=posture, tier=loop.tier, library=shipped.library):
                    cell.append(show(finding))
    assert len(short) == len(HOSTS) * len(POSTURES) * len(shipped.library.provisions)
    failed = [f"{host}, {posture}: {line}" for (host, posture, _), lines in short.items() for line in lines]
    whole = sum(not lines for lines in short.values())
    assert whole / len(short) >= WHOLE_CELLS, "\n".join(failed)
