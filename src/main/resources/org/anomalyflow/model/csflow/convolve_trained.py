# A convolution whose weights may still change.
def convolve(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  stride: int) -> Tensor:
  p = torch.floordiv(torch.size(w, 2), 2)
  return torch.conv2d(torch.to(x, {{compute}}), torch.to(w, {{compute}}), torch.to(b, {{compute}}), [stride, stride], [p, p])
