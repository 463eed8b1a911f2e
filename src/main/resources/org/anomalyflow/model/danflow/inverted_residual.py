# The subnet of DANFlow: a 1x1 convolution, a residual branch of 3x3 depthwise convolutions, a 1x1 convolution.
# x: [batch, in, H, W] -> [batch, out, H, W], float32.
# {{tensors}}: for each convolution i its weight wi and of its batch normalisation weight gi, bias bi, running mean mi,
# running variance vi and number of batches ni.
# Convolutions and hidden maps have the type {{compute}}; statistics and the result are float32. Hidden channels do not
# mix before the last convolution: they are computed group by group, so that a group's maps are still in the cache when
# they are read again, with channels last in memory, where these operations are faster.
def forward(self: __torch__.K,
  x: Tensor,
  {{tensors}}) -> Tensor:
  last = torch.contiguous(torch.to(x, {{compute}}), memory_format=2)
  hidden = torch.size(w0, 0)
  pixels = torch.mul(torch.mul(torch.size(x, 0), torch.size(x, 2)), torch.size(x, 3))
  group = ops.prim.max({{least_channels}}, torch.floordiv({{group_size}}, pixels))
  parts = annotate(List[Tensor], [])
  for i in range(torch.floordiv(torch.sub(torch.add(hidden, group), 1), group)):
    start = torch.mul(i, group)
    size = ops.prim.min(torch.sub(hidden, start), group)
    h = (self).unit(last, start, size, {{expand}})
    d = h
    {{depthwise}}
    w = torch.to(torch.narrow({{project_weight}}, 1, start, size), {{compute}})
    _0 = torch.append(parts, torch.to(torch.conv2d(torch.add(h, d), w), 6))
  y = parts[0]
  for i in range(torch.sub(torch.len(parts), 1)):
    y = torch.add(y, parts[torch.add(i, 1)])
  {{count}}
  return (self).norm(torch.contiguous(y), {{project_norm}})

# One group of a hidden convolution's channels, their normalisation and ReLU6. Running statistics join the weights.
def unit(self: __torch__.K,
  x: Tensor,
  start: int,
  size: int,
  w: Tensor,
  g: Tensor,
  b: Tensor,
  m: Tensor,
  v: Tensor) -> Tensor:
  w = torch.narrow(w, 0, start, size)
  g = torch.narrow(g, 0, start, size)
  b = torch.narrow(b, 0, start, size)
  m = torch.narrow(m, 0, start, size)
  v = torch.narrow(v, 0, start, size)
  groups = torch.floordiv(torch.size(x, 1), torch.size(w, 1))
  p = torch.floordiv(torch.size(w, 2), 2)
  if {{batch_statistics}}:
    c = torch.conv2d(x, torch.to(w, {{compute}}), None, [1, 1], [p, p], [1, 1], groups)
    y = (self).norm(c, g, b, m, v)
  else:
    a = torch.mul(g, torch.rsqrt(torch.add(v, {{epsilon}})))
    folded = torch.to(torch.mul(w, torch.reshape(a, [-1, 1, 1, 1])), {{compute}})
    shift = torch.to(torch.sub(b, torch.mul(m, a)), {{compute}})
    y = torch.conv2d(x, folded, shift, [1, 1], [p, p], [1, 1], groups)
  return torch.{{hardtanh}}(y, 0., 6.)

# A momentum of 0 leaves the running statistics as they are.
def norm(self: __torch__.K,
  x: Tensor,
  g: Tensor,
  b: Tensor,
  m: Tensor,
  v: Tensor) -> Tensor:
  return torch.batch_norm(x, g, b, m, v, {{batch_statistics}}, {{momentum}}, {{epsilon}}, False)
