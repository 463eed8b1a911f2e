# The largest value of each map. map: [batch, H, W] -> [batch].
def forward(self: __torch__.K,
  map: Tensor) -> Tensor:
  return torch.amax(map, [1, 2])
