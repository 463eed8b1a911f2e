# The filter bank: oriented energies, bright and dark spots, and colour contrasts if {{colours}} > 0, at three scales.
# image: [batch, 3, H, W], 0 = black, 1 = white; gabor: [2 * orientations, 1, 17, 17], even filters first;
# contrast: [16, 16, 6, 6], between the 4 x 4 phases of a plane -> three maps [batch, channels, H / 8 / 2^s, W / 8 / 2^s].
def forward(self: __torch__.K,
  image: Tensor,
  gabor: Tensor,
  contrast: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  a = (self).opponent(torch.log(torch.add(torch.relu(image), {{offset}})))
  b = torch.avg_pool2d(a, [2, 2])
  c = torch.avg_pool2d(b, [2, 2])
  d = torch.avg_pool2d(c, [2, 2])
  e0, p0 = (self).level(a, gabor, contrast)
  e1, p1 = (self).level(b, gabor, contrast)
  e2, p2 = (self).level(c, gabor, contrast)
  e3, p3 = (self).level(d, gabor, contrast)
  m0 = torch.cat([(self).band(e0, p0, 8), (self).band(e1, p1, 4)], 1)
  m1 = torch.cat([(self).band(e1, p1, 8), (self).band(e2, p2, 4)], 1)
  m2 = torch.cat([(self).band(e2, p2, 8), (self).band(e3, p3, 4)], 1)
  return (m0, m1, m2)

# Luminance, red - green and yellow - blue of the logarithms.
def opponent(self: __torch__.K,
  x: Tensor) -> Tensor:
  r = torch.narrow(x, 1, 0, 1)
  g = torch.narrow(x, 1, 1, 1)
  b = torch.narrow(x, 1, 2, 1)
  sum = torch.add(r, g)
  return torch.cat([torch.div(torch.add(sum, b), 3), torch.sub(r, g), torch.sub(torch.div(sum, 2), b)], 1)

# Oriented energies of the luminance, and the centre-surround contrast of each plane. Borders repeat the outermost pixel:
# other paddings make edges there, which would be false alarms.
def level(self: __torch__.K,
  x: Tensor,
  gabor: Tensor,
  contrast: Tensor) -> Tuple[Tensor, Tensor]:
  q = torch.conv2d(torch.replication_pad2d(torch.narrow(x, 1, 0, 1), [8, 8, 8, 8]), gabor)
  n = torch.floordiv(torch.size(gabor, 0), 2)
  even = torch.narrow(q, 1, 0, n)
  odd = torch.narrow(q, 1, n, n)
  energy = torch.sqrt(torch.add(torch.add(torch.mul(even, even), torch.mul(odd, odd)), 1.0000000000000000e-08))
  planes = torch.reshape(torch.narrow(x, 1, 0, 1 + {{colours}}), [-1, 1, torch.size(x, 2), torch.size(x, 3)])
  phases = torch.pixel_unshuffle(torch.replication_pad2d(planes, [9, 11, 9, 11]), 4)
  spots = torch.pixel_shuffle(torch.conv2d(phases, contrast), 4)
  return (energy, torch.reshape(spots, [torch.size(x, 0), -1, torch.size(x, 2), torch.size(x, 3)]))

# Mean and maximum of each cell, relative to the mean energy of a neighbourhood of 17 x 17 cells, as logarithms.
def band(self: __torch__.K,
  energy: Tensor,
  p: Tensor,
  cell: int) -> Tensor:
  mean = torch.avg_pool2d(energy, [cell, cell])
  around = torch.replication_pad2d(torch.mean(mean, [1], True), [8, 8, 8, 8])
  gain = torch.add(torch.avg_pool2d(around, [17, 17], [1, 1]), {{floor}})
  spots = torch.narrow(p, 1, 0, 1)
  bright = torch.max_pool2d(torch.relu(spots), [cell, cell])
  dark = torch.max_pool2d(torch.relu(torch.neg(spots)), [cell, cell])
  parts = torch.cat([mean, torch.max_pool2d(energy, [cell, cell]), bright, dark], 1)
  if torch.gt({{colours}}, 0):
    colour = torch.abs(torch.narrow(p, 1, 1, 2))
    all = torch.cat([parts, torch.avg_pool2d(colour, [cell, cell]), torch.max_pool2d(colour, [cell, cell])], 1)
  else:
    all = parts
  return torch.log(torch.add(torch.div(all, gain), {{bend}}))
