# One gate of triplet attention, over the axis {{axis}} of x: [batch, C, H, W]. Its maximum and mean along that axis, seen
# as an image of two channels, pass a convolution w: [1, 2, 7, 7] and a batch normalisation -> the gate, in the shape of
# x but with 1 for that axis.
def forward(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  g: Tensor,
  b: Tensor,
  m: Tensor,
  v: Tensor,
  n: Tensor) -> Tensor:
  turned = torch.transpose(x, 1, {{axis}})
  largest, place = torch.max(turned, 1, True)
  pooled = torch.cat([largest, torch.mean(turned, [1], True)], 1)
  p = torch.floordiv(torch.size(w, 2), 2)
  torch.add_(n, {{count}})
  c = torch.conv2d(pooled, w, None, [1, 1], [p, p])
  gate = torch.sigmoid(torch.batch_norm(c, g, b, m, v, {{batch_statistics}}, {{momentum}}, {{epsilon}}, False))
  return torch.transpose(gate, 1, {{axis}})
