# The nearest good images by the mean of each channel. map: [batch, C, H, W]; vectors: [N, C], means of good images;
# penalties: [N], 0, or infinite for images that do not count; weights: [1, H, W], of the mean -> the mean distance to the {{neighbours}} nearest [batch], and
# their numbers int64 [batch, k], the nearest first.
def forward(self: __torch__.K,
  map: Tensor,
  vectors: Tensor,
  penalties: Tensor,
  weights: Tensor) -> Tuple[Tensor, Tensor]:
  difference = torch.sub(torch.unsqueeze((self).vectors(map, weights), 1), torch.unsqueeze(vectors, 0))
  distances = torch.add(torch.sqrt(torch.sum(torch.mul(difference, difference), [2])), penalties)
  available = int(torch.sum(torch.isfinite(penalties)))
  least, numbers = torch.topk(distances, ops.prim.min({{neighbours}}, available), 1, False)
  return (torch.mean(least, [1]), numbers)

# [batch, C, H, W], [1, H, W] -> [batch, C].
def vectors(self: __torch__.K,
  map: Tensor,
  weights: Tensor) -> Tensor:
  return torch.div(torch.sum(torch.mul(map, weights), [2, 3]), torch.sum(weights))
