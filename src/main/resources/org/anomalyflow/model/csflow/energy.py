# The evidence of latents of three scales, each [batch, C, H, W]: the mean of z^2 / 2 over all of them, [batch], and
# the mean of z^2 over the channels of each scale, [batch, H, W].
def forward(self: __torch__.K,
  z0: Tensor,
  z1: Tensor,
  z2: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  q0 = torch.mul(z0, z0)
  q1 = torch.mul(z1, z1)
  q2 = torch.mul(z2, z2)
  n = torch.add(torch.add((self).count(q0), (self).count(q1)), (self).count(q2))
  sum = torch.add(torch.add((self).total(q0), (self).total(q1)), (self).total(q2))
  return (torch.div(torch.mul(sum, 0.5), n), torch.mean(q0, [1]), torch.mean(q1, [1]), torch.mean(q2, [1]))

def total(self: __torch__.K,
  q: Tensor) -> Tensor:
  return torch.sum(q, [1, 2, 3])

# Numbers of one sample.
def count(self: __torch__.K,
  q: Tensor) -> int:
  return torch.mul(torch.mul(torch.size(q, 1), torch.size(q, 2)), torch.size(q, 3))
