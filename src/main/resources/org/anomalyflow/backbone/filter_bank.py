# The filter bank: oriented energies, and colour contrasts if {{colours}} > 0, at three scales.
# image: [batch, 3, H, W] in 0..1; gabor: [2 * orientations, 1, 17, 17], even filters first; contrast: [1, 1, 19, 19].
# -> three maps [batch, channels, H / 8 / 2^s, W / 8 / 2^s].
def forward(self: __torch__.K,
  image: Tensor,
  gabor: Tensor,
  contrast: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  a = (self).opponent(torch.log(torch.add(image, {{offset}})))
  b = torch.avg_pool2d(a, [2, 2])
  c = torch.avg_pool2d(b, [2, 2])
  d = torch.avg_pool2d(c, [2, 2])
  e0, f0 = (self).level(a, gabor, contrast)
  e1, f1 = (self).level(b, gabor, contrast)
  e2, f2 = (self).level(c, gabor, contrast)
  e3, f3 = (self).level(d, gabor, contrast)
  return ((self).map(e0, f0, e1, f1), (self).map(e1, f1, e2, f2), (self).map(e2, f2, e3, f3))

# Luminance, red - green, yellow - blue of the logarithms.
def opponent(self: __torch__.K,
  x: Tensor) -> Tensor:
  r = torch.narrow(x, 1, 0, 1)
  g = torch.narrow(x, 1, 1, 1)
  b = torch.narrow(x, 1, 2, 1)
  return torch.cat([torch.mean(x, [1], True), torch.sub(r, g), torch.sub(torch.mul(torch.add(r, g), 0.5), b)], 1)

# Oriented energy of the luminance, absolute centre-surround contrast of the two colours.
def level(self: __torch__.K,
  x: Tensor,
  gabor: Tensor,
  contrast: Tensor) -> Tuple[Tensor, Tensor]:
  q = torch.conv2d(torch.replication_pad2d(torch.narrow(x, 1, 0, 1), [8, 8, 8, 8]), gabor)
  n = torch.floordiv(torch.size(gabor, 0), 2)
  even = torch.narrow(q, 1, 0, n)
  odd = torch.narrow(q, 1, n, n)
  energy = torch.sqrt(torch.add(torch.add(torch.mul(even, even), torch.mul(odd, odd)), 1.0000000000000000e-08))
  rg = torch.conv2d(torch.replication_pad2d(torch.narrow(x, 1, 1, 1), [9, 9, 9, 9]), contrast)
  by = torch.conv2d(torch.replication_pad2d(torch.narrow(x, 1, 2, 1), [9, 9, 9, 9]), contrast)
  return (energy, torch.abs(torch.cat([rg, by], 1)))

# One scale: mean and maximum of its own level in cells of 8, of the next coarser one in cells of 4.
def map(self: __torch__.K,
  e0: Tensor,
  f0: Tensor,
  e1: Tensor,
  f1: Tensor) -> Tensor:
  m0 = torch.avg_pool2d(e0, [8, 8])
  m1 = torch.avg_pool2d(e1, [4, 4])
  x0 = torch.max_pool2d(e0, [8, 8])
  x1 = torch.max_pool2d(e1, [4, 4])
  parts = [(self).relative(m0, m0), (self).relative(x0, x0), (self).relative(m1, m1), (self).relative(x1, x1)]
  if {{colours}} > 0:
    parts = torch.add(parts, [(self).relative(torch.avg_pool2d(f0, [8, 8]), m0), (self).relative(torch.max_pool2d(f0, [8, 8]), m0), (self).relative(torch.avg_pool2d(f1, [4, 4]), m1), (self).relative(torch.max_pool2d(f1, [4, 4]), m1)])
  else:
    pass
  return torch.cat(parts, 1)

# Relative to the mean of a reference over all channels and a neighbourhood of 17 x 17 cells, as a logarithm.
def relative(self: __torch__.K,
  x: Tensor,
  reference: Tensor) -> Tensor:
  n = torch.avg_pool2d(torch.replication_pad2d(torch.mean(reference, [1], True), [8, 8, 8, 8]), [17, 17], [1, 1])
  return torch.log(torch.add(torch.div(x, torch.add(n, {{floor}})), {{bend}}))
