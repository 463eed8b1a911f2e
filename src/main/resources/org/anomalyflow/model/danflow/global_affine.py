# y = scale * x + offset with scale = 0.1 * softplus(g), and the scale, of which log_det makes the log-determinant per
# cell, [batch, H, W]. x, y: [batch, channels, H, W]; g, offset, scale: [1, channels, 1, 1].
def forward(self: __torch__.K,
  x: Tensor,
  g: Tensor,
  offset: Tensor) -> Tuple[Tensor, Tensor]:
  scale = (self).scale(g)
  return (torch.add(torch.mul(x, scale), offset), scale)

def inverse(self: __torch__.K,
  y: Tensor,
  g: Tensor,
  offset: Tensor) -> Tuple[Tensor, Tensor]:
  scale = (self).scale(g)
  return (torch.div(torch.sub(y, offset), scale), torch.neg((self).log_det(y, scale)))

def scale(self: __torch__.K,
  g: Tensor) -> Tensor:
  return torch.mul(torch.softplus(g, {{beta}}), {{gain}})

def log_det(self: __torch__.K,
  x: Tensor,
  scale: Tensor) -> Tensor:
  return torch.expand(torch.sum(torch.log(scale)), [torch.size(x, 0), torch.size(x, 2), torch.size(x, 3)])
