# The same scalar, whose gradient with respect to p grows by g. p, g: of one shape.
def forward(self: __torch__.K,
  scalar: Tensor,
  p: Tensor,
  g: Tensor) -> Tensor:
  product = torch.sum(torch.mul(p, g))
  return torch.add(scalar, torch.sub(product, torch.detach(product)))
