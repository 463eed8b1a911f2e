# The subnet of CFlow: two linear layers with a ReLU between. x: [rows, in] -> [rows, out]; w1: [hidden, in], w2: [out, hidden].
def subnet(self: __torch__.K,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor) -> Tensor:
  h = torch.relu(torch.linear(torch.to(x, {{compute}}), torch.to(w1, {{compute}}), torch.to(b1, {{compute}})))
  return torch.to(torch.linear(h, torch.to(w2, {{compute}}), torch.to(b2, {{compute}})), 6)
