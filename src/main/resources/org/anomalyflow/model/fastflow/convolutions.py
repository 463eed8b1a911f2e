# The subnet of FastFlow: two convolutions with a ReLU between, padded with zeros. x: [batch, in, H, W] -> [batch, out, H, W].
# w1: [hidden, in, k, k], w2: [out, hidden, k, k].
def subnet(self: __torch__.K,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor) -> Tensor:
  h = torch.relu((self).convolve(torch.to(x, {{compute}}), w1, b1))
  return torch.contiguous(torch.to((self).convolve(h, w2, b2), 6))

def convolve(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  p = torch.floordiv(torch.size(w, 2), 2)
  return torch.conv2d(x, torch.to(w, {{compute}}), torch.to(b, {{compute}}), [1, 1], [p, p])
