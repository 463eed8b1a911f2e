"""The peers of BackboneBenchmark: torchvision's and timm's networks, eager, float32, cut where ours are.

Reads lines "NAME SIDE BATCH RUNS" and answers each with the least number of seconds that a run took.
usage: backbone_reference.py THREADS
"""
import sys
import time

import timm
import torch
import torchvision

torch.set_num_threads(int(sys.argv[1]))
torch.set_grad_enabled(False)


def resnet18():
    return timm.create_model("resnet18", features_only=True, out_indices=(1, 2, 3))


def efficientnet_b5():
    return torchvision.models.efficientnet_b5().features[:7]


def deit():
    network = timm.create_model("deit_base_distilled_patch16_384")
    network.blocks = network.blocks[:4]
    network.forward = network.forward_features
    return network


NETWORKS = {"resnet18": resnet18, "efficientnet-b5": efficientnet_b5, "deit-base-384": deit}
made = {}
for line in sys.stdin:
    name, side, batch, runs = line.split()
    network = made.setdefault(name, NETWORKS[name]().eval())
    images = torch.randn(int(batch), 3, int(side), int(side))
    best = float("inf")
    for _ in range(int(runs)):
        start = time.perf_counter()
        network(images)
        best = min(best, time.perf_counter() - start)
    print(best, flush=True)
