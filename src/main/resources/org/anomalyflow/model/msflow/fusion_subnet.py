# The subnet of MSFlow's fusion flow. Halves of all maps, each [batch, C, H, W], -> for each map s and t, [batch, 2 * C, H, W].
# All maps at the size of the last one go through two convolutions together; what comes out for a map is enlarged and added to it,
# and two further convolutions make s and t of that.
def forward(self: __torch__.K,
  {{maps}},
  w1: Tensor,
  b1: Tensor,
  g: Tensor,
  c: Tensor,
  w2: Tensor,
  b2: Tensor,
  {{layers}}) -> List[Tensor]:
  pooled = annotate(List[Tensor], [])
  for m in [{{names}}]:
    _0 = torch.append(pooled, torch.adaptive_avg_pool2d(m, [torch.size({{last}}, 2), torch.size({{last}}, 3)]))
  h = torch.relu((self).normalise((self).convolve(torch.cat(pooled, 1), w1, b1), g, c))
  r = torch.relu((self).convolve(h, w2, b2))
  results = annotate(List[Tensor], [])
  {{scales}}
  return results

# s and t of one map, to which the channels of r from start on belong.
def scale(self: __torch__.K,
  x: Tensor,
  r: Tensor,
  start: int,
  ws: Tensor,
  bs: Tensor,
  wt: Tensor,
  bt: Tensor) -> Tensor:
  part = torch.narrow(r, 1, start, torch.size(x, 1))
  y = torch.add(x, torch.upsample_bilinear2d(part, [torch.size(x, 2), torch.size(x, 3)], True))
  return torch.cat([(self).convolve(y, ws, bs), (self).convolve(y, wt, bt)], 1)

{{layer_functions}}
