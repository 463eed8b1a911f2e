# A feature map before the flows. x: [batch, C, H, W] -> [batch, C, h, w].
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  return {{pooled}}

# The same condition, c: [1, D, h, w], for each image of x.
def conditions(self: __torch__.K,
  x: Tensor,
  c: Tensor) -> Tensor:
  return torch.expand(c, [torch.size(x, 0), -1, -1, -1])
