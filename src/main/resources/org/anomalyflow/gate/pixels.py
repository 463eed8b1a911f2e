# What a whole image looks like, x: [batch, 3, H, W] -> [batch, 14 + 6 (1 + {{further}})]. Light: of each channel mean,
# logarithm of the deviation, the darkest and the brightest of 4 x 4 blocks; the means of the outer channels less that of the
# middle one. Then a coarse spectrum: at 1 + {{further}} resolutions, each half of the one before, the logarithms of how
# much neighbours of each channel differ along x and along y.
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  mean = torch.mean(x, [2, 3])
  deviation = (self).logarithm(torch.sub(x, torch.mean(x, [2, 3], True)))
  blocks = torch.flatten(torch.adaptive_avg_pool2d(x, [4, 4]), 2)
  low = torch.amin(blocks, [2])
  high = torch.amax(blocks, [2])
  middle = torch.slice(mean, 1, 1, 2)
  first = torch.sub(torch.slice(mean, 1, 0, 1), middle)
  last = torch.sub(torch.slice(mean, 1, 2, 3), middle)
  return torch.cat([mean, deviation, low, high, first, last, (self).spectrum(x)], 1)

def spectrum(self: __torch__.K,
  x: Tensor) -> Tensor:
  level = x
  all = torch.cat([(self).step(x, 3), (self).step(x, 2)], 1)
  for i in range({{further}}):
    level = torch.avg_pool2d(level, [2, 2])
    all = torch.cat([all, (self).step(level, 3), (self).step(level, 2)], 1)
  return all

def step(self: __torch__.K,
  x: Tensor,
  axis: int) -> Tensor:
  n = torch.size(x, axis)
  return (self).logarithm(torch.sub(torch.slice(x, axis, 1, n), torch.slice(x, axis, 0, torch.sub(n, 1))))

# Of the root of the mean square of each channel; a floor keeps that of flat ones finite.
def logarithm(self: __torch__.K,
  x: Tensor) -> Tensor:
  return torch.log(torch.add(torch.sqrt(torch.mean(torch.mul(x, x), [2, 3])), {{floor}}))
