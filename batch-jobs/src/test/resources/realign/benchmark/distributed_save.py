"""Saves tensors of an adapter's size by torch.distributed.checkpoint, as the usual stack does.

distributed_save.py FOLDER MIB: prints a line of JSON with how long async_save holds the caller up,
and how long it takes until the files are complete and synced.
"""

import json
import os
import sys
import time

import torch
import torch.distributed as dist
import torch.distributed.checkpoint as dcp

folder, mebibytes = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(1)
dist.init_process_group("gloo", init_method="file://" + os.path.abspath(folder + ".group"), rank=0, world_size=1)
names = [f"{blob}.t{i}" for blob in ("weights", "moments1", "moments2") for i in range(32 * 7 * 2)]
each = (mebibytes << 20) // len(names) // 4
state = {name: torch.randn(each) for name in names}
dcp.async_save({"warm": torch.randn(8)}, checkpoint_id=folder + "-warm").result()

begin = time.perf_counter()
saved = dcp.async_save(state, checkpoint_id=folder)
held = time.perf_counter() - begin
saved.result()
whole = time.perf_counter() - begin
print(json.dumps({"bytes": 4 * each * len(names), "heldMs": 1e3 * held, "savedMs": 1e3 * whole, "torch": torch.__version__}))
dist.destroy_process_group()
