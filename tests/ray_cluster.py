"""A batch on a Ray cluster of three machines on this one, of which one is lost: `python -m tests.ray_cluster SOURCE OUT`."""

import sys
from pathlib import Path

from ray.cluster_utils import Cluster

from analyzer.batch import batch
from analyzer.models.batch import BatchEvent
from tests.batches import TODAY

# How long a machine may take to show up where other tests have the cores; none is waited for longer than it takes.
_PATIENCE_S = 300

if __name__ == "__main__":
    # The head has no core, so that the work is on machines that can be lost.
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        machines = [cluster.add_node(num_cpus=1, wait=False) for _ in range(3)]
        cluster.wait_for_nodes(timeout=_PATIENCE_S)

        def lose_one(event: BatchEvent) -> None:
            if event.kind == "deal" and event.done == 3:
                cluster.remove_node(machines.pop(), allow_graceful=False)
                print("lost a machine", flush=True)

        batch(
            Path(sys.argv[1]),
            out=Path(sys.argv[2]),
            profile="core",
            engine="ray",
            address=cluster.address,
            who="Ada",
            today=TODAY,
            progress=lose_one,
        )
    finally:
        cluster.shutdown()
