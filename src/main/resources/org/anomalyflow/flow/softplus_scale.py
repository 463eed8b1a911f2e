# A positive scale for any g: {{gain}} * softplus(g).
def scale(self: __torch__.K,
  g: Tensor) -> Tensor:
  return torch.mul(torch.softplus(g, {{beta}}), {{gain}})
