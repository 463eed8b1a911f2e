# The first code's scores. x: [batch * H * W, D], bank, norms, mean as in nearest; grid: [batch, any, H, W]. A cell's score
# is the mean of the squared distances to its {{neighbours}} nearest rows, an image's score the largest of its cells
# -> [batch], [batch, H, W].
def forward(self: __torch__.K,
  x: Tensor,
  bank: Tensor,
  norms: Tensor,
  mean: Tensor,
  grid: Tensor) -> Tuple[Tensor, Tensor]:
  available = int(torch.sum(torch.isfinite(norms)))
  distances, numbers = (self).nearest(x, bank, norms, mean, ops.prim.min({{neighbours}}, available))
  cells = torch.reshape(torch.mean(distances, [1]), [torch.size(grid, 0), torch.size(grid, 2), torch.size(grid, 3)])
  return (torch.amax(cells, [1, 2]), cells)

{{nearest}}
