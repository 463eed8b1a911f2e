# A feature map before the flows. x: [batch, C, H, W] -> [batch, C, h, w].
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  return {{pooled}}

# Of a number per cell, [batch, H, W], those of the cells in the middle of the pooled ones, [batch, h, w].
def middles(self: __torch__.K,
  x: Tensor) -> Tensor:
  return torch.contiguous(torch.slice(torch.slice(x, 1, 0, 9223372036854775807, {{step}}), 2, 0, 9223372036854775807, {{step}}))

# The same condition, c: [1, D, h, w], for each image of x.
def conditions(self: __torch__.K,
  x: Tensor,
  c: Tensor) -> Tensor:
  return torch.expand(c, [torch.size(x, 0), -1, -1, -1])
