# What comes before the backbone: intensities as the image has them, [batch, 3, {{side}}, {{side}}], to the backbone's input.
def before(self: __torch__.K,
  image: Tensor) -> Tensor:
  if torch.__or__(torch.ne(torch.size(image, 2), {{side}}), torch.ne(torch.size(image, 3), {{side}})):
    ops.prim.RaiseException("This model takes images of {{side}} x {{side}} pixels, [batch, 3, {{side}}, {{side}}]; resize the image first.")
  scaled = torch.div(torch.sub(torch.to(image, 6), {{min}}), {{span}})
  r = torch.div(torch.sub(torch.narrow(scaled, 1, 0, 1), {{mean0}}), {{std0}})
  g = torch.div(torch.sub(torch.narrow(scaled, 1, 1, 1), {{mean1}}), {{std1}})
  b = torch.div(torch.sub(torch.narrow(scaled, 1, 2, 1), {{mean2}}), {{std2}})
  return torch.cat([r, g, b], 1)

# What comes after the flow: the score and the maps of all scales, each [batch, H, W], the finest first, to the anomaly
# map [batch, 1, {{side}}, {{side}}] and the score of each image, [batch]. A gate's output, [batch], goes through. Hosts that know
# images only get numbers as [batch, 1, 1, 1].
def after(self: __torch__.K,
  score: Tensor,
  {{declarations}}{{unlikeness}}) -> {{returned_type}}:
  cells = (self).fused([{{maps}}], [torch.size(m0, 1), torch.size(m0, 2)])
  if {{fused_first}}:
    map = (self).resized(cells, [{{side}}, {{side}}])
  else:
    map = (self).fused([{{maps}}], [{{side}}, {{side}}])
  if torch.gt({{top}}, 0):
    highest, places = torch.topk(torch.flatten(cells, 1), {{top}}, 1)
    scores = torch.mean(highest, [1])
  else:
    scores = score
  return ({{map_out}}, {{score_out}}{{returned}})

# Product or sum of some maps, divided and raised to a power, at a size.
def fused(self: __torch__.K,
  maps: List[Tensor],
  size: List[int]) -> Tensor:
  all = (self).resized(maps[0], size)
  for i in range(torch.sub(torch.len(maps), 1)):
    next = (self).resized(maps[torch.add(i, 1)], size)
    if {{product}}:
      all = torch.mul(all, next)
    else:
      all = torch.add(all, next)
  return torch.pow(torch.div(all, {{divisor}}), {{exponent}})

def resized(self: __torch__.K,
  map: Tensor,
  size: List[int]) -> Tensor:
  return torch.squeeze(torch.upsample_bilinear2d(torch.unsqueeze(map, 1), size, {{aligns_corners}}), 1)
