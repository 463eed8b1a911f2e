# Mean and standard deviation of each channel. x: [batch, C, H, W] -> [batch, 2 C], the means first
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  return torch.cat([torch.mean(x, [2, 3]), torch.std(x, [2, 3], False)], 1)
