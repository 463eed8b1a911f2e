# One level of MemSeg's fusion. f: features, m: those of the good image to compare with, each [batch, C, H, W] -> the block's
# output [batch, C, H, W], and the mean over the channels of the squared differences, [batch, 1, H, W].
def forward(self: __torch__.K,
  f: Tensor,
  m: Tensor,
  w1: Tensor,
  b1: Tensor,
  wa: Tensor,
  ba: Tensor,
  g: Tensor,
  c: Tensor,
  mean: Tensor,
  variance: Tensor,
  n: Tensor,
  wh: Tensor,
  bh: Tensor,
  ww: Tensor,
  bw: Tensor,
  w2: Tensor,
  b2: Tensor,
  w3: Tensor,
  b3: Tensor) -> Tuple[Tensor, Tensor]:
  e = torch.sub(m, f)
  d = torch.mul(e, e)
  x = torch.cat([f, d], 1)
  rows = torch.mean(x, [3], True)
  columns = torch.transpose(torch.mean(x, [2], True), 2, 3)
  a = torch.hardswish((self).normalise((self).convolve(torch.cat([rows, columns], 2), wa, ba, 1), g, c, mean, variance, n))
  height = torch.size(x, 2)
  ofRows = torch.sigmoid((self).convolve(torch.narrow(a, 2, 0, height), wh, bh, 1))
  ofColumns = torch.sigmoid((self).convolve(torch.transpose(torch.narrow(a, 2, height, torch.size(x, 3)), 2, 3), ww, bw, 1))
  gated = torch.mul(torch.mul(x, ofColumns), ofRows)
  y = torch.mul((self).convolve(x, w1, b1, 1), gated)
  return ((self).convolve((self).convolve(y, w2, b2, 1), w3, b3, 1), torch.mean(d, [1], True))

{{layers}}
