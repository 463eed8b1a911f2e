# How far images are from the training images: pooled, [batch, D]; centre and weight, [1, D]; directions, [D, n] ->
# [batch]. See GateStatistics.
def forward(self: __torch__.K,
  pooled: Tensor,
  centre: Tensor,
  weight: Tensor,
  directions: Tensor) -> Tensor:
  u = torch.mul(torch.sub(pooled, centre), weight)
  along = torch.matmul(u, directions)
  rest = torch.sub(torch.sum(torch.mul(u, u), [1]), torch.sum(torch.mul(along, along), [1]))
  return torch.sqrt(torch.relu(rest))
