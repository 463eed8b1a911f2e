# One step: with the channels of x split into x1, the first {{first}}, and x2, and a = subnet of x1 and the condition,
#   y = permutation of (scale * [x1, exp(j) * x2 + t] + offset),
# j from the first half of a, t from the second; j and the scale, of which log_det makes the log-determinant per cell, [batch, ...].
# x, y: [batch, C, ...]; c: [batch, D, ...]; g, offset, scale: [1, C, ...]; p, q: the permutation and its inverse.
def forward(self: __torch__.K,
  x: Tensor,
  g: Tensor,
  offset: Tensor,
  p: Tensor,
  {{declarations}}) -> Tuple[Tensor, Tensor, Tensor]:
  x1 = torch.narrow(x, 1, 0, {{first}})
  x2 = torch.narrow(x, 1, {{first}}, {{second}})
  a = (self).subnet({{input}}, {{tensors}})
  j = (self).exponent(torch.narrow(a, 1, 0, {{second}}))
  y2 = torch.add(torch.mul(x2, torch.exp(j)), torch.narrow(a, 1, {{second}}, {{second}}), alpha={{gain}})
  s = (self).scale(g)
  y = torch.add(torch.mul(torch.cat([x1, y2], 1), s), offset)
  return ((self).permuted(y, p), j, s)

def log_det(self: __torch__.K,
  j: Tensor,
  s: Tensor) -> Tensor:
  return torch.add(torch.sum(j, [1]), torch.sum(torch.log(s)))

def inverse(self: __torch__.K,
  y: Tensor,
  g: Tensor,
  offset: Tensor,
  q: Tensor,
  {{declarations}}) -> Tuple[Tensor, Tensor]:
  s = (self).scale(g)
  u = torch.div(torch.sub((self).permuted(y, q), offset), s)
  x1 = torch.narrow(u, 1, 0, {{first}})
  u2 = torch.narrow(u, 1, {{first}}, {{second}})
  a = (self).subnet({{input}}, {{tensors}})
  j = (self).exponent(torch.narrow(a, 1, 0, {{second}}))
  x2 = torch.mul(torch.sub(u2, torch.narrow(a, 1, {{second}}, {{second}}), alpha={{gain}}), torch.exp(torch.neg(j)))
  return (torch.cat([x1, x2], 1), torch.neg((self).log_det(j, s)))

def permuted(self: __torch__.K,
  y: Tensor,
  p: Tensor) -> Tensor:
  return {{permuted}}

{{exponent}}
{{scale}}
{{subnet}}
