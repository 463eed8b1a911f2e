# A convolution padded with zeros, float32 out.
def convolve(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  p = torch.floordiv(torch.size(w, 2), 2)
  y = torch.conv2d(torch.to(x, {{compute}}), torch.to(w, {{compute}}), torch.to(b, {{compute}}), [1, 1], [p, p])
  return torch.contiguous(torch.to(y, 6))

# Layer normalisation over the channels of each cell. x: [batch, C, H, W]; g, c: [C].
def normalise(self: __torch__.K,
  x: Tensor,
  g: Tensor,
  c: Tensor) -> Tensor:
  y = torch.layer_norm(torch.permute(x, [0, 2, 3, 1]), [torch.size(g, 0)], g, c, 1.0e-05)
  return torch.permute(y, [0, 3, 1, 2])
