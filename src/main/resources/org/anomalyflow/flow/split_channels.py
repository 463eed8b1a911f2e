# The first {{first}} channels of a map, and the others. x: [batch, channels, H, W].
def forward(self: __torch__.K,
  x: Tensor) -> Tuple[Tensor, Tensor]:
  return (torch.narrow(x, 1, 0, {{first}}), torch.narrow(x, 1, {{first}}, torch.sub(torch.size(x, 1), {{first}})))
