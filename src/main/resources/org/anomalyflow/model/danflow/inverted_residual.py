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
  h = torch.hardtanh_((self).unit(h, {{compute}}, {{expand}}), 0., 6.)
  d = h
  {{depthwise}}
  return (self).unit(torch.add(h, d), 6, {{project}})

# A convolution and its batch normalisation, which joins the convolution's weights where running statistics are used.
def unit(self: __torch__.K,
  x: Tensor,
  type: int,
  w: Tensor,
  g: Tensor,
  b: Tensor,
  m: Tensor,
  v: Tensor,
  n: Tensor) -> Tensor:
  groups = torch.floordiv(torch.size(x, 1), torch.size(w, 1))
  p = torch.floordiv(torch.size(w, 2), 2)
  if {{training}}:
    torch.add_(n, 1)
    c = torch.conv2d(x, torch.to(w, {{compute}}), None, [1, 1], [p, p], [1, 1], groups)
    y = torch.batch_norm(torch.to(c, type), g, b, m, v, True, {{momentum}}, {{epsilon}}, False)
  else:
    a = torch.mul(g, torch.rsqrt(torch.add(v, {{epsilon}})))
    folded = torch.to(torch.mul(w, torch.reshape(a, [-1, 1, 1, 1])), {{compute}})
    shift = torch.to(torch.sub(b, torch.mul(m, a)), {{compute}})
    y = torch.to(torch.conv2d(x, folded, shift, [1, 1], [p, p], [1, 1], groups), type)
  return y
