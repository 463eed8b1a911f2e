# y = exp(j) * x + t with j = clamp * tanh(0.1 * s) and t = 0.1 * t', and its log-determinant per sample.
# x, y: [batch, channels, H, W]; a: [s | t'] along the channels, 2 * channels.
def forward(self: __torch__.K,
  x: Tensor,
  a: Tensor) -> Tuple[Tensor, Tensor]:
  s, t = torch.split(a, torch.size(x, 1), 1)
  j = (self).exponent(s)
  y = torch.add(torch.mul(x, torch.exp(j)), t, alpha={{gain}})
  return (y, torch.sum(j, [1, 2, 3]))

def inverse(self: __torch__.K,
  y: Tensor,
  a: Tensor) -> Tuple[Tensor, Tensor]:
  s, t = torch.split(a, torch.size(y, 1), 1)
  j = (self).exponent(s)
  x = torch.mul(torch.sub(y, t, alpha={{gain}}), torch.exp(torch.neg(j)))
  return (x, torch.neg(torch.sum(j, [1, 2, 3])))

def exponent(self: __torch__.K,
  s: Tensor) -> Tensor:
  return torch.mul(torch.tanh(torch.mul(s, {{gain}})), {{clamp}})
