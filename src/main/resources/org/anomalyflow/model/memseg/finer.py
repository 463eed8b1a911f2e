# A coarser map carried to the next finer one: enlarged, convolved and added. k: [batch, C, H, W], coarser: [batch, D, h, w].
def forward(self: __torch__.K,
  k: Tensor,
  coarser: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  return torch.add(k, (self).convolve((self).enlarged(coarser, k), w, b, 1))

# The spatial weights of a level: its differences times the enlarged weights of the next coarser one, each [batch, 1, H, W].
def weights(self: __torch__.K,
  d: Tensor,
  coarser: Tensor) -> Tensor:
  return torch.mul(d, (self).enlarged(coarser, d))

# A map [batch, C, H, W] times its weights [batch, 1, H, W].
def plain(self: __torch__.K,
  k: Tensor,
  d: Tensor) -> Tensor:
  return torch.mul(k, d)

# The same with the logarithms of 1 + the weights.
def logarithm(self: __torch__.K,
  k: Tensor,
  d: Tensor) -> Tensor:
  return torch.mul(k, torch.log1p(d))

# The last convolution, to the classes.
def decide(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  return (self).convolve(x, w, b, 1)

{{layers}}
