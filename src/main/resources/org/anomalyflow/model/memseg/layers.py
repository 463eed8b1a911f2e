# A convolution padded with zeros, float32 out.
def convolve(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  stride: int) -> Tensor:
  p = torch.floordiv(torch.size(w, 2), 2)
  y = torch.conv2d(torch.to(x, {{compute}}), torch.to(w, {{compute}}), torch.to(b, {{compute}}), [stride, stride], [p, p])
  return torch.contiguous(torch.to(y, 6))

# Batch normalisation with weight g, bias c, running mean m and variance v, of n batches.
def normalise(self: __torch__.K,
  x: Tensor,
  g: Tensor,
  c: Tensor,
  m: Tensor,
  v: Tensor,
  n: Tensor) -> Tensor:
  _0 = torch.add_(n, {{count}})
  return torch.batch_norm(x, g, c, m, v, {{batch_statistics}}, {{momentum}}, 1.0e-05, False)

# Enlarged bilinearly, corners on corners, to the size of another map.
def enlarged(self: __torch__.K,
  x: Tensor,
  other: Tensor) -> Tensor:
  return torch.upsample_bilinear2d(x, [torch.size(other, 2), torch.size(other, 3)], True)
