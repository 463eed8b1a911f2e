# Convolution, batch normalisation, ReLU, with a step of 2 if {{stride}} is 2. x: [batch, C, H, W].
def forward(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  g: Tensor,
  c: Tensor,
  m: Tensor,
  v: Tensor,
  n: Tensor) -> Tensor:
  return torch.relu((self).normalise((self).convolve(x, w, b, {{stride}}), g, c, m, v, n))

# The same of a map that is enlarged to the size of another one first, which is joined behind the result.
def up(self: __torch__.K,
  x: Tensor,
  other: Tensor,
  w: Tensor,
  b: Tensor,
  g: Tensor,
  c: Tensor,
  m: Tensor,
  v: Tensor,
  n: Tensor) -> Tensor:
  y = torch.relu((self).normalise((self).convolve((self).enlarged(x, other), w, b, 1), g, c, m, v, n))
  return torch.cat([y, other], 1)

{{layers}}
