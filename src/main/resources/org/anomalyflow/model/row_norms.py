# rows: [M, D] -> their mean [D] and the squared norms of the rows minus it, [M].
def forward(self: __torch__.K,
  rows: Tensor) -> Tuple[Tensor, Tensor]:
  mean = torch.mean(rows, [0])
  centred = torch.sub(rows, mean)
  return (mean, torch.sum(torch.mul(centred, centred), [1]))

# The norms with infinity for the rows of one part. parts: int64 [M]; part: int64 [].
def without(self: __torch__.K,
  norms: Tensor,
  parts: Tensor,
  part: Tensor) -> Tensor:
  return torch.masked_fill(norms, torch.eq(parts, part), inf)
