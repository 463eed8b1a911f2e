# Some channels of a map, enlarged by repetition. x: [batch, C, h, w]; channels: int64 [c]; rows: int64 [H] and columns:
# int64 [W], the cells of x for those of the result -> [batch, c, H, W].
def forward(self: __torch__.K,
  x: Tensor,
  channels: Tensor,
  rows: Tensor,
  columns: Tensor) -> Tensor:
  return torch.index_select(torch.index_select(torch.index_select(x, 1, channels), 2, rows), 3, columns)
