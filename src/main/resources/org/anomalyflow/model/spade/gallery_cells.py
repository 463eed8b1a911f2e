# The cells of maps in the order in which the public code stores them, column by column. map: [batch, C, H, W]
# -> [batch, W * H, C].
def forward(self: __torch__.K,
  map: Tensor) -> Tensor:
  columns = torch.permute(map, [0, 3, 2, 1])
  return torch.contiguous(torch.reshape(columns, [torch.size(map, 0), -1, torch.size(map, 1)]))
