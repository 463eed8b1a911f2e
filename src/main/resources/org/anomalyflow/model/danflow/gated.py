# x: [batch, C, H, W] times the mean of its gates, each in the shape of x but with 1 for one axis.
def forward(self: __torch__.K,
  x: Tensor,
  {{declarations}}) -> Tensor:
  sum = g0
  for gate in [{{others}}]:
    sum = torch.add(sum, gate)
  return torch.mul(x, torch.div(sum, {{count}}))
