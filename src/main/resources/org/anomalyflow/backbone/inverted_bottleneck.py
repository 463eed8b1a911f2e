# MBConv: 1 x 1 expansion, k x k depthwise convolution, squeeze and excitation, 1 x 1 projection; SiLU after the first
# two. Plus x if {{residual}}, then maybe in the memory of x.
# x: [batch, in, H, W], we: [mid, in, 1, 1], wd: [mid, 1, k, k], w1: [reduced, mid], w2: [mid, reduced],
# wp: [out, mid, 1, 1] -> [batch, out, H / stride, W / stride].
def forward(self: __torch__.K,
  x: Tensor,
  wd: Tensor,
  bd: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  wp: Tensor,
  bp: Tensor,
  we: Tensor,
  be: Tensor) -> Tensor:
  return (self).project(x, (self).depthwise((self).conv(x, we, be, 1, 0, 1, "swish"), wd, bd), w1, b1, w2, b2, wp, bp)

# The same without expansion: mid = in.
def narrow(self: __torch__.K,
  x: Tensor,
  wd: Tensor,
  bd: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  wp: Tensor,
  bp: Tensor) -> Tensor:
  return (self).project(x, (self).depthwise(x, wd, bd), w1, b1, w2, b2, wp, bp)

def depthwise(self: __torch__.K,
  h: Tensor,
  wd: Tensor,
  bd: Tensor) -> Tensor:
  return (self).padded_conv(h, wd, bd, {{kernel}}, {{stride}}, torch.size(h, 1), {{reference}})

def project(self: __torch__.K,
  x: Tensor,
  h: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  wp: Tensor,
  bp: Tensor) -> Tensor:
  reduced = torch.silu(torch.linear(torch.mean(h, [2, 3], False, dtype=6), w1, b1))
  gate = torch.sigmoid(torch.linear(reduced, w2, b2))
  g = torch.mul_(h, torch.unsqueeze(torch.unsqueeze(torch.to(gate, {{compute}}), 2), 3))
  if {{residual}}:
    return (self).conv_add(g, x, wp, bp, 0, None)
  return (self).conv(g, wp, bp, 1, 0, 1, "none")

{{padded}}
{{convolution}}
