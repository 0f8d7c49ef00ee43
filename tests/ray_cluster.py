"""A batch on a Ray cluster of three machines on this one, of which one is lost: `python -m tests.ray_cluster SOURCE OUT`."""

import sys
from pathlib import Path

from ray.cluster_utils import Cluster

from analyzer.batch import batch
from analyzer.models.batch import BatchEvent
from tests.batches import TODAY

if __name__ == "__main__":
    # The head has no core, so that the work is on machines that can be lost.
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    machines = [cluster.add_node(num_cpus=1) for _ in range(3)]
    cluster.wait_for_nodes()

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
    cluster.shutdown()
