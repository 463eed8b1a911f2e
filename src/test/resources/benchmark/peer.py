"""Does the work of a public PyTorch implementation, once for each line on standard input, and prints the seconds that it took.

  peer.py csflow-step     FOLDER THREADS CHANNELS SIDE BATCH    FOLDER: a clone of marco-rudolph/cs-flow
  peer.py danflow-step    FOLDER THREADS SIDE BATCH             FOLDER: a clone of nguyendothanhtruc/DANFlow
  peer.py danflow-image   FOLDER THREADS SIDE
  peer.py csflow-image    .      THREADS SIDE                   anomalib, with EfficientNet-B5
  peer.py patchcore-fit   .      THREADS SIDE IMAGES SHARE      anomalib, with ResNet18; IMAGES: a folder of PNG files
  peer.py patchcore-image .      THREADS SIDE ROWS              with a memory bank of ROWS patches
  peer.py padim-fit       .      THREADS SIDE IMAGES
  peer.py padim-image     .      THREADS SIDE

  peer.py csflow-epoch    .      THREADS SIDE IMAGES BATCH      anomalib, with EfficientNet-B5 in every step
  peer.py fastflow-epoch  FOLDER THREADS SIDE IMAGES BATCH      FOLDER: a clone of gathierry/FastFlow
  peer.py cflow-epoch     FOLDER THREADS SIDE IMAGES BATCH      FOLDER: a clone of gudovskiy/cflow-ad
  peer.py msflow-epoch    FOLDER THREADS SIDE IMAGES BATCH      FOLDER: a clone of cool-xuan/msflow

A line "peak" is answered with the most resident memory so far, in gigabytes. Weights are random, and inputs where no folder is named; the cost is that of the real ones. Needs torch, torchvision, timm, FrEIA,
and anomalib for the second group.
"""
import pathlib
import resource
import sys
import time
import types

import numpy
import torch

BATCH = 32  # anomalib's own


def csflow_step(channels, side, batch):
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


def without_weights():
    import timm
    make = timm.create_model
    timm.create_model = lambda name, pretrained=False, **rest: make(name, pretrained=False, **rest)


def danflow(side):
    without_weights()
    from model import DANFlow
    return DANFlow(side, "resnet18", 3, num_dw=3, double_subnets=True, attention=None)


def danflow_step(side, batch):
    network = danflow(side).train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3, weight_decay=1e-5)
    images = torch.randn(batch, 3, side, side)

    def step():
        adam.zero_grad()
        network(images)["loss"].backward()
        adam.step()
    return step


def judging(network, side):
    network.eval()
    image = torch.randn(1, 3, side, side)

    def judge():
        with torch.no_grad():
            network(image)
    return judge


def danflow_image(side):
    return judging(danflow(side), side)


def csflow(side):
    import torchvision
    make = torchvision.models.efficientnet_b5
    import anomalib.models.image.csflow.torch_model as code
    code.efficientnet_b5 = lambda weights=None: make(weights=None)
    return code.CsFlowModel(input_size=(side, side), cross_conv_hidden_channels=1024)


def csflow_image(side):
    return judging(csflow(side), side)


def patchcore():
    from anomalib.models.image.patchcore.torch_model import PatchcoreModel
    return PatchcoreModel(["layer2", "layer3"], "resnet18", pre_trained=False)


def padim():
    from anomalib.models.image.padim.torch_model import PadimModel
    return PadimModel("resnet18", pre_trained=False)


def patchcore_image(side, rows):
    network = patchcore()
    network.memory_bank = torch.randn(rows, 384)
    return judging(network, side)


def padim_image(side):
    network = padim()
    cells = (side // 4) ** 2
    network.gaussian.mean = torch.randn(100, cells)
    network.gaussian.inv_covariance = torch.eye(100).repeat(cells, 1, 1)
    return judging(network, side)


def fitting(make, finish, folder, side):
    from PIL import Image
    from torchvision.transforms import v2
    prepare = v2.Compose([v2.Resize((side, side)), v2.ToImage(), v2.ToDtype(torch.float32, scale=True),
                          v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])
    files = sorted(pathlib.Path(folder).glob("*.png"))

    def fit():
        network = make().train()
        network.feature_extractor.eval()
        for start in range(0, len(files), BATCH):
            images = [prepare(Image.open(file).convert("RGB")) for file in files[start:start + BATCH]]
            with torch.no_grad():
                network(torch.stack(images))
        with torch.no_grad():
            finish(network)
    return fit


def patchcore_fit(side, folder, share):
    return fitting(patchcore, lambda network: network.subsample_embedding(share), folder, side)


def padim_fit(side, folder):
    return fitting(padim, lambda network: network.fit(), folder, side)


def batches(side, images, batch):
    return [torch.randn(batch, 3, side, side) for _ in range(images // batch)]


def epoch_of(network, loss, adam, all_batches, most_norm=None):
    def epoch():
        for images in all_batches:
            adam.zero_grad()
            loss(network(images)).backward()
            if most_norm:
                torch.nn.utils.clip_grad_norm_(network.parameters(), most_norm)
            adam.step()
    return epoch


def csflow_epoch(side, images, batch):
    from anomalib.models.image.csflow.loss import CsFlowLoss
    network = csflow(side).train()
    loss = CsFlowLoss()
    adam = torch.optim.Adam(network.parameters(), lr=2e-4, eps=1e-4, weight_decay=1e-5, betas=(0.5, 0.9))
    return epoch_of(network, lambda result: loss(*result), adam, batches(side, images, batch), 1.0)


def fastflow_epoch(side, images, batch):
    without_weights()
    from fastflow import FastFlow
    network = FastFlow("resnet18", 8, side, conv3x3_only=True, hidden_ratio=1.0).train()
    adam = torch.optim.Adam(network.parameters(), lr=1e-3, weight_decay=1e-5)
    return epoch_of(network, lambda result: result["loss"], adam, batches(side, images, batch))


def without_videos():
    """Newer versions of torchvision have none, which the loaders of data sets import and nothing here calls."""
    import torchvision
    torchvision.io.read_video = getattr(torchvision.io, "read_video", None)


def with_labels(side, images, batch):
    return [(each, 0, 0) for each in batches(side, images, batch)]


def cflow_epoch(side, images, batch):
    without_videos()
    import model
    make = model.resnet18
    model.resnet18 = lambda pretrained, progress: make(pretrained=False)
    from train import train_meta_epoch
    c = types.SimpleNamespace(enc_arch="resnet18", dec_arch="freia-cflow", condition_vec=128, pool_layers=3, coupling_blocks=8,
                              clamp_alpha=1.9, device="cpu", verbose=False, sub_epochs=1, meta_epochs=25, lr=2e-4, lr_cosine=True,
                              lr_decay_rate=0.1, lr_decay_epochs=[12, 18, 22], lr_warm=False, lr_warm_epochs=2)
    encoder, layers, widths = model.load_encoder_arch(c, 3)
    encoder.eval()
    decoders = [model.load_decoder_arch(c, width) for width in widths]
    adam = torch.optim.Adam([tensor for decoder in decoders for tensor in decoder.parameters()], lr=c.lr)
    loader = with_labels(side, images, batch)
    return lambda: train_meta_epoch(c, 3, loader, encoder, decoders, adam, layers, 256)


def msflow_epoch(side, images, batch):
    without_videos()
    sys.modules["wandb"] = types.SimpleNamespace()
    import torchvision
    import models.resnet.resnet as backbones
    backbones.load_state_dict_from_url = lambda *args, **rest: torchvision.models.resnet50(weights=None).state_dict()
    import default as c
    c.device, c.extractor, c.input_size, c.sub_epochs = "cpu", "wide_resnet50_2", (side, side), 1
    import models.extractors
    models.extractors.wide_resnet50_2 = models.extractors.resnet50  # with this name it does not start
    from models.extractors import build_extractor
    from models.flow_models import build_msflow_model
    from train import train_meta_epoch
    extractor, widths = build_extractor(c)
    extractor.eval()
    parallel, fusion = build_msflow_model(c, widths)
    tensors = [tensor for flow in [*parallel, fusion] for tensor in flow.parameters()]
    adam = torch.optim.Adam(tensors, lr=c.lr)
    loader = with_labels(side, images, batch)
    return lambda: train_meta_epoch(c, 0, loader, extractor, parallel, fusion, tensors, adam, None, None)


def number(text):
    for kind in int, float:
        try:
            return kind(text)
        except ValueError:
            pass
    return text


kind, code, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)
numpy.random.seed(0)
sys.path.insert(0, code)
work = globals()[kind.replace("-", "_")](*map(number, sys.argv[4:]))
if not kind.endswith("-fit"):
    work()
for line in sys.stdin:
    if line == "peak\n":
        print("answer", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2 ** 20, flush=True)
        continue
    start = time.perf_counter()
    work()
    print("answer", time.perf_counter() - start, flush=True)
