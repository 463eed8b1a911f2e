# The log-odds of a defect, of z: [batch, 2, h, w] -> [batch, h, w], and before them as score the mean of the highest {{highest}}
# pixels at {{height}} x {{width}}, [batch].
def forward(self: __torch__.K,
  z: Tensor) -> Tuple[Tensor, Tensor]:
  odds = torch.sub(torch.select(z, 1, 1), torch.select(z, 1, 0))
  pixels = torch.upsample_bilinear2d(torch.unsqueeze(odds, 1), [{{height}}, {{width}}], False)
  highest, places = torch.topk(torch.flatten(pixels, 1), {{highest}}, 1)
  return (torch.mean(highest, [1]), odds)

# The loss of z with masks and weights, [batch, h, w] each: the mean over the weighted cells of
# {{absolute}} |p1 - mask| + (1 - {{absolute}}) focal(p, mask), p the softmax of z. The focal loss (Lin et al., ICCV 2017) goes over
# both channels with labels that stay {{smooth}} away from 0 and 1, with the exponent {{gamma}}.
def loss(self: __torch__.K,
  z: Tensor,
  masks: Tensor,
  weights: Tensor) -> Tensor:
  p = torch.softmax(z, 1)
  distance = torch.abs(torch.sub(torch.select(p, 1, 1), masks))
  labels = torch.clamp(torch.stack([torch.rsub(masks, 1), masks], 1), {{smooth}}, 1. - {{smooth}})
  logs = torch.mul(torch.log(torch.add(p, 1.0e-05)), labels)
  focal = torch.neg(torch.sum(torch.mul(torch.pow(torch.rsub(p, 1), {{gamma}}), logs), [1]))
  cells = torch.add(torch.mul(distance, {{absolute}}), torch.mul(focal, 1. - {{absolute}}))
  return torch.div(torch.sum(torch.mul(cells, weights)), torch.clamp(torch.sum(weights), 1))
