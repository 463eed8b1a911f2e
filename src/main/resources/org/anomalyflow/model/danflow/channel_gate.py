# Efficient channel attention. x: [batch, C, H, W], w: [1, 1, k], b: [1] -> x times one gate per channel.
def forward(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  pooled = torch.unsqueeze(torch.mean(x, [2, 3]), 1)
  p = torch.floordiv(torch.size(w, 2), 2)
  gate = torch.sigmoid(torch.conv1d(pooled, w, b, [1], [p]))
  return torch.mul(x, torch.unsqueeze(torch.transpose(gate, 1, 2), 3))
