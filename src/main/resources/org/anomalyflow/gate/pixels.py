# What a whole image looks like: of each channel mean, deviation, mean steps between neighbours on the pixels and on squares
# of 4 x 4, the darkest and the brightest of 4 x 4 blocks; then the differences of the outer channels' means to the middle's.
# x: [batch, 3, side, side] -> [batch, 20]
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  mean = torch.mean(x, [2, 3])
  spread = torch.std(x, [2, 3], False)
  fine = torch.add((self).steps(x, 2), (self).steps(x, 3))
  squares = torch.avg_pool2d(x, [4, 4])
  coarse = torch.add((self).steps(squares, 2), (self).steps(squares, 3))
  blocks = torch.flatten(torch.adaptive_avg_pool2d(x, [4, 4]), 2)
  low = torch.amin(blocks, [2])
  high = torch.amax(blocks, [2])
  middle = torch.slice(mean, 1, 1, 2)
  first = torch.sub(torch.slice(mean, 1, 0, 1), middle)
  last = torch.sub(torch.slice(mean, 1, 2, 3), middle)
  return torch.cat([mean, spread, fine, coarse, low, high, first, last], 1)
def steps(self: __torch__.K,
  x: Tensor,
  axis: int) -> Tensor:
  n = torch.size(x, axis)
  return torch.mean(torch.abs(torch.sub(torch.slice(x, axis, 1, n), torch.slice(x, axis, 0, torch.sub(n, 1)))), [2, 3])
