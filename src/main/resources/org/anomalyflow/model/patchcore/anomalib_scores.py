# anomalib's scores. x: [batch * H * W, D], bank, norms, mean as in nearest; grid: [batch, any, H, W]. A cell's score is the
# distance to its nearest row. An image's score is the largest of them, that of a cell p with nearest row m, times 1 - the
# share of exp(|p - m|) in the sum of exp(|p - b|) over the {{neighbours}} rows b nearest to m, m among them; without
# this factor for 1 neighbour -> [batch], [batch, H, W].
def forward(self: __torch__.K,
  x: Tensor,
  bank: Tensor,
  norms: Tensor,
  mean: Tensor,
  grid: Tensor) -> Tuple[Tensor, Tensor]:
  batch = torch.size(grid, 0)
  squares, numbers = (self).nearest(x, bank, norms, mean, 1)
  cells = torch.reshape(torch.sqrt(squares), [batch, -1])
  largest, place = torch.max(cells, 1)
  if torch.eq({{neighbours}}, 1):
    score = largest
  else:
    image = torch.sub(torch.cumsum(torch.ones_like(place), 0), 1)
    patch = torch.add(place, torch.mul(image, torch.size(cells, 1)))
    nearest = torch.index_select(torch.reshape(numbers, [-1]), 0, patch)
    available = int(torch.sum(torch.isfinite(norms)))
    k = ops.prim.min({{neighbours}}, available)
    around, support = (self).nearest(torch.index_select(bank, 0, nearest), bank, norms, mean, k)
    rows = torch.reshape(torch.index_select(bank, 0, torch.reshape(support, [-1])), [batch, k, torch.size(bank, 1)])
    difference = torch.sub(torch.unsqueeze(torch.index_select(x, 0, patch), 1), rows)
    shares = torch.softmax(torch.sqrt(torch.sum(torch.mul(difference, difference), [2])), 1)
    score = torch.mul(largest, torch.rsub(torch.select(shares, 1, 0), 1))
  return (score, torch.reshape(cells, [batch, torch.size(grid, 2), torch.size(grid, 3)]))

{{nearest}}
