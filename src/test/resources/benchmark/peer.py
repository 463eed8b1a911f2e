"""Does the work of a public PyTorch implementation, once for each line on standard input, and prints the seconds that it took.

  peer.py csflow-step   FOLDER THREADS CHANNELS SIDE BATCH    FOLDER: a clone of marco-rudolph/cs-flow
  peer.py danflow-step  FOLDER THREADS SIDE BATCH             FOLDER: a clone of nguyendothanhtruc/DANFlow
  peer.py danflow-image FOLDER THREADS SIDE

Weights and inputs are random; the cost is that of the real ones. Needs torch, torchvision, timm and FrEIA.
"""
import sys
import time
import types

import numpy
import torch


def csflow_step(folder, channels, side, batch):
    sys.modules["efficientnet_pytorch"] = types.SimpleNamespace(EfficientNet=None)
    import config
    cells = side // 32
    config.img_size, config.map_size, config.n_feat, config.device = (side, side), (cells, cells), channels, "cpu"
    from model import get_cs_flow_model, nf_forward
    from utils import get_loss
    flow = get_cs_flow_model(channels).train()
    adam = torch.optim.Adam(flow.parameters(), lr=2e-4, betas=(0.9, 0.999), eps=1e-4, weight_decay=1e-5)
    maps = [torch.randn(batch, channels, cells >> scale, cells >> scale) for scale in range(3)]

    def step():
        adam.zero_grad()
        get_loss(*nf_forward(flow, maps)).backward()
        torch.nn.utils.clip_grad_norm_(flow.parameters(), 1.0)
        adam.step()
    return step


def danflow(side):
    import timm
    make = timm.create_model
    timm.create_model = lambda name, pretrained=False, **rest: make(name, pretrained=False, **rest)
    from model import DANFlow
    return DANFlow(side, "resnet18", 3, num_dw=3, double_subnets=True, attention=None)


def danflow_step(folder, side, batch):
    network = danflow(side).train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3, weight_decay=1e-5)
    images = torch.randn(batch, 3, side, side)

    def step():
        adam.zero_grad()
        network(images)["loss"].backward()
        adam.step()
    return step


def danflow_image(folder, side):
    network = danflow(side).eval()
    image = torch.randn(1, 3, side, side)

    def judge():
        with torch.no_grad():
            network(image)["anomaly_map"]
    return judge


kind, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)
numpy.random.seed(0)
sys.path.insert(0, folder)
work = {"csflow-step": csflow_step, "danflow-step": danflow_step, "danflow-image": danflow_image}[kind](folder, *map(int, sys.argv[4:]))
work()
for line in sys.stdin:
    start = time.perf_counter()
    work()
    print("seconds", time.perf_counter() - start, flush=True)
