# Mahalanobis distances to one Gaussian for each of P positions. x: [batch, d, P]; mean: [d, P]; factor: [P, r, d];
# gains: [P, r] or [1, r]; known: [P], of how many images each is, 0 at positions of fewer than 2, which are never anomalous;
# grid: [batch, any, H, W] with H * W = P -> [batch, H, W].
def forward(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  factor: Tensor,
  gains: Tensor,
  known: Tensor,
  grid: Tensor) -> Tensor:
  there = torch.unsqueeze(torch.gt(known, 1), 1)
  return (self).distances(torch.mul((self).squares(x, mean, factor, gains), there), grid)

# A factor as laid_out_distances takes it, [P, r, d] -> [d, P, r]: there, the products of all positions are one operation for
# each channel, as fast as memory; a product of matrices for each position takes many times as long.
def laid_out(self: __torch__.K,
  factor: Tensor) -> Tensor:
  return torch.contiguous(torch.permute(factor, [2, 0, 1]))

# As forward, with a factor that is laid out and has as many rows as columns.
def laid_out_distances(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  columns: Tensor,
  gains: Tensor,
  known: Tensor,
  grid: Tensor) -> Tensor:
  delta = torch.unsqueeze(torch.transpose(torch.sub(x, mean), 0, 1), 3)
  kept = torch.mul(torch.select(columns, 0, 0), torch.select(delta, 0, 0))
  for i in range(torch.sub(torch.size(columns, 0), 1)):
    channel = torch.add(i, 1)
    kept = torch.addcmul_(kept, torch.select(columns, 0, channel), torch.select(delta, 0, channel))
  squares = torch.sum(torch.mul(torch.mul(kept, kept), gains), [2])
  return (self).distances(torch.transpose(torch.mul(squares, torch.gt(known, 1)), 0, 1), grid)

# As forward, for one of the images that a Gaussian was made of, to the Gaussian of the others. The factor is that of
# (n - 1) / (n - 2) times the covariance of all n, from which that of the others differs by one product u u'. Where the image
# was none of them, which shows in a share above all there is, the distance is that to all.
def left_out(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  factor: Tensor,
  gains: Tensor,
  known: Tensor,
  grid: Tensor) -> Tensor:
  there = torch.unsqueeze(torch.gt(known, 2), 1)
  n = torch.unsqueeze(torch.clamp_min(torch.to(known, 7), 3), 1)
  g = (self).squares(x, mean, factor, gains)
  share = torch.div(n, torch.mul(torch.sub(n, 1), torch.sub(n, 2)))
  rest = torch.rsub(torch.mul(g, share), 1)
  ratio = torch.div(n, torch.sub(n, 1))
  without = torch.div(torch.mul(g, torch.mul(ratio, ratio)), rest)
  return (self).distances(torch.mul(torch.where(torch.gt(rest, 0), without, g), there), grid)

# [batch, d, P] -> [P, batch]: what the factor keeps, times the gains, and what it leaves over {{least}}.
def squares(self: __torch__.K,
  x: Tensor,
  mean: Tensor,
  factor: Tensor,
  gains: Tensor) -> Tensor:
  delta = torch.type_as(torch.permute(torch.sub(x, mean), [2, 1, 0]), factor)
  kept = torch.matmul(factor, delta)
  sum = torch.sum(torch.mul(torch.mul(kept, kept), torch.unsqueeze(gains, 2)), [1])
  if torch.lt(torch.size(factor, 1), torch.size(factor, 2)):
    rest = torch.sub(delta, torch.matmul(torch.transpose(factor, 1, 2), kept))
    all = torch.add(sum, torch.div(torch.sum(torch.mul(rest, rest), [1]), {{least}}))
  else:
    all = sum
  return all

def distances(self: __torch__.K,
  squares: Tensor,
  grid: Tensor) -> Tensor:
  roots = torch.to(torch.sqrt(torch.relu(torch.transpose(squares, 0, 1))), 6)
  return torch.reshape(roots, [torch.size(grid, 0), torch.size(grid, 2), torch.size(grid, 3)])
