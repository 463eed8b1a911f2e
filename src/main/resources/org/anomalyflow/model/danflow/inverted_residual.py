# The subnet of DANFlow: a 1x1 convolution, a residual branch of 3x3 depthwise convolutions, a 1x1 convolution.
# x: [batch, in, H, W] -> [batch, out, H, W], float32.
# {{tensors}}: for each convolution i its weight wi and of its batch normalisation weight gi, bias bi, running mean mi,
# running variance vi and number of batches ni.
# Convolutions and hidden maps have the type {{compute}}; statistics and the result are float32. Channels lie last in
# memory, where depthwise convolutions and normalisations are faster.
def forward(self: __torch__.K,
  x: Tensor,
  {{tensors}}) -> Tensor:
  h = torch.contiguous(torch.to(x, {{compute}}), memory_format=2)
  h = torch.hardtanh_((self).unit(h, {{compute}}, 2, {{expand}}), 0., 6.)
  d = h
  {{depthwise}}
  return (self).unit(torch.add(h, d), 6, 0, {{project}})

# A convolution and its batch normalisation. A momentum of 0 leaves its running statistics; where these are used, it joins the
# convolution's weights.
def unit(self: __torch__.K,
  x: Tensor,
  type: int,
  format: int,
  w: Tensor,
  g: Tensor,
  b: Tensor,
  m: Tensor,
  v: Tensor,
  n: Tensor) -> Tensor:
  groups = torch.floordiv(torch.size(x, 1), torch.size(w, 1))
  p = torch.floordiv(torch.size(w, 2), 2)
  if {{batch_statistics}}:
    torch.add_(n, {{count}})
    c = torch.conv2d(x, torch.to(w, {{compute}}), None, [1, 1], [p, p], [1, 1], groups)
    y = torch.batch_norm(torch.contiguous(torch.to(c, type), memory_format=format), g, b, m, v, True, {{momentum}}, {{epsilon}}, False)
  else:
    a = torch.mul(g, torch.rsqrt(torch.add(v, {{epsilon}})))
    folded = torch.to(torch.mul(w, torch.reshape(a, [-1, 1, 1, 1])), {{compute}})
    shift = torch.to(torch.sub(b, torch.mul(m, a)), {{compute}})
    y = torch.contiguous(torch.to(torch.conv2d(x, folded, shift, [1, 1], [p, p], [1, 1], groups), type), memory_format=format)
  return y
