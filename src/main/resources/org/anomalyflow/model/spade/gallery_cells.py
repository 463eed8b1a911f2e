# The cells of a map in the order in which the public code stores them, column by column, 0 where they do not count.
# map: [1, C, H, W]; weights: [1, H, W], 0 for cells that do not count -> [1, W * H, C] and the weights, [1, W * H].
def forward(self: __torch__.K,
  map: Tensor,
  weights: Tensor) -> Tuple[Tensor, Tensor]:
  counted = torch.contiguous(torch.reshape(torch.permute(weights, [0, 2, 1]), [1, -1]))
  cells = torch.reshape(torch.permute(map, [0, 3, 2, 1]), [1, -1, torch.size(map, 1)])
  return (torch.where(torch.unsqueeze(torch.gt(counted, 0), 2), cells, torch.zeros_like(cells)), counted)
