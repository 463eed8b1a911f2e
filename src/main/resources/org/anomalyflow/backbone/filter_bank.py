# The filter bank: oriented energies, bright and dark spots, and colour contrasts if {{colours}} > 0, at three scales.
# image: [batch, 3, H, W], 0 = black, 1 = white; gabor0 to gabor3: of spectra, for each level; contrast: [16, 16, 6, 6], between the
# 4 x 4 phases of a plane -> three maps [batch, channels, H / 8 / 2^s, W / 8 / 2^s].
def forward(self: __torch__.K,
  image: Tensor,
  gabor0: Tensor,
  gabor1: Tensor,
  gabor2: Tensor,
  gabor3: Tensor,
  contrast: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  a = (self).opponent(torch.log(torch.add(torch.relu(image), {{offset}})))
  b = torch.avg_pool2d(a, [2, 2])
  c = torch.avg_pool2d(b, [2, 2])
  d = torch.avg_pool2d(c, [2, 2])
  e0, p0 = (self).level(a, gabor0, contrast)
  e1, p1 = (self).level(b, gabor1, contrast)
  e2, p2 = (self).level(c, gabor2, contrast)
  e3, p3 = (self).level(d, gabor3, contrast)
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

# The spectra of complex filters whose real part is even and whose imaginary part is odd, which are real. like: [rows, columns];
# even, odd: [orientations, n, n], n odd, at most rows and columns -> [orientations, rows, columns].
def spectra(self: __torch__.K,
  even: Tensor,
  odd: Tensor,
  like: Tensor) -> Tensor:
  n = torch.size(even, 1)
  r = torch.floordiv(n, 2)
  filters = torch.complex(even, odd)
  padded = torch.constant_pad_nd(filters, [0, torch.sub(torch.size(like, 1), n), 0, torch.sub(torch.size(like, 0), n)])
  centred = torch.roll(padded, [torch.neg(r), torch.neg(r)], [1, 2])
  return torch.contiguous(torch.real(torch.fft_fft2(centred)))

# Oriented energies of the luminance by products of spectra, which for 17 x 17 pixels takes a tenth of the time of convolutions, and the centre-surround contrast of each plane. Borders repeat the outermost pixel:
# other paddings make edges there, which would be false alarms.
def level(self: __torch__.K,
  x: Tensor,
  gabor: Tensor,
  contrast: Tensor) -> Tuple[Tensor, Tensor]:
  rows = torch.size(gabor, 1)
  columns = torch.size(gabor, 2)
  right = torch.sub(torch.sub(columns, torch.size(x, 3)), {{radius}})
  below = torch.sub(torch.sub(rows, torch.size(x, 2)), {{radius}})
  padded = torch.replication_pad2d(torch.narrow(x, 1, 0, 1), [{{radius}}, right, {{radius}}, below])
  q = torch.view_as_real(torch.fft_ifft2(torch.mul(torch.fft_fft2(torch.to(padded, 9)), gabor)))
  inside = torch.narrow(torch.narrow(q, 2, {{radius}}, torch.size(x, 2)), 3, {{radius}}, torch.size(x, 3))
  squares = torch.mul(inside, inside)
  energy = torch.sqrt(torch.add(torch.add(torch.select(squares, 4, 0), torch.select(squares, 4, 1)), 1.0000000000000000e-08))
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
  bright = (self).highest(torch.relu(spots), cell)
  dark = (self).highest(torch.relu(torch.neg(spots)), cell)
  parts = torch.cat([mean, (self).highest(energy, cell), bright, dark], 1)
  if torch.gt({{colours}}, 0):
    colour = torch.abs(torch.narrow(p, 1, 1, 2))
    all = torch.cat([parts, torch.avg_pool2d(colour, [cell, cell]), (self).highest(colour, cell)], 1)
  else:
    all = parts
  return torch.log(torch.add(torch.div(all, gain), {{bend}}))

# The maximum of each cell, along columns first: eight times as fast as pooling.
def highest(self: __torch__.K,
  x: Tensor,
  cell: int) -> Tensor:
  h = torch.floordiv(torch.size(x, 2), cell)
  w = torch.floordiv(torch.size(x, 3), cell)
  columns = torch.amax(torch.reshape(x, [-1, cell, torch.size(x, 3)]), [1])
  return torch.reshape(torch.amax(torch.reshape(columns, [-1, cell]), [1]), [torch.size(x, 0), torch.size(x, 1), h, w])
