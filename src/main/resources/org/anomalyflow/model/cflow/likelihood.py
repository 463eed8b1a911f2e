# Logarithms of likelihoods per dimension. z: [rows, C]; d0, d1, ...: log-determinants of the steps, each [rows] -> [rows].
def forward(self: __torch__.K,
  z: Tensor,
  {{declarations}}) -> Tensor:
  sum = torch.mul(torch.sum(torch.mul(z, z), [1]), -0.5)
  for d in [{{logs}}]:
    sum = torch.add(sum, d)
  return torch.sub(torch.div(sum, torch.size(z, 1)), {{constant}})

# The same as the map of a batch of maps x: [batch, C, H, W], l: [batch * H * W] -> [batch, H, W].
def map(self: __torch__.K,
  l: Tensor,
  x: Tensor) -> Tensor:
  return torch.reshape(l, [torch.size(x, 0), torch.size(x, 2), torch.size(x, 3)])

# The loss: the mean of -log(sigmoid(l)).
def loss(self: __torch__.K,
  l: Tensor) -> Tensor:
  return torch.mean(torch.neg(torch.log_sigmoid(l)))
