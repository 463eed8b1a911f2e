# The cross-convolution subnet of CS-Flow: three scales in, three scales out, one hidden map each.
# x0, x1, x2: [batch, in, H >> s, W >> s] -> three maps [batch, out, H >> s, W >> s], float32.
# Convolutions run in the type {{compute}}; sums and the gammas stay float32.
def forward(self: __torch__.K,
  x0: Tensor,
  x1: Tensor,
  x2: Tensor,
  gamma0: Tensor,
  gamma1: Tensor,
  gamma2: Tensor,
  w00: Tensor,
  b00: Tensor,
  w10: Tensor,
  b10: Tensor,
  w20: Tensor,
  b20: Tensor,
  w01: Tensor,
  b01: Tensor,
  w11: Tensor,
  b11: Tensor,
  w21: Tensor,
  b21: Tensor,
  w_up10: Tensor,
  b_up10: Tensor,
  w_up21: Tensor,
  b_up21: Tensor,
  w_down01: Tensor,
  b_down01: Tensor,
  w_down12: Tensor,
  b_down12: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  h0 = torch.leaky_relu((self).convolve(x0, w00, b00, 1), {{slope}})
  h1 = torch.leaky_relu((self).convolve(x1, w10, b10, 1), {{slope}})
  h2 = torch.leaky_relu((self).convolve(x2, w20, b20, 1), {{slope}})
  r0 = torch.add((self).out(h0, w01, b01, 1), (self).out((self).up(h1, h0), w_up10, b_up10, 1))
  r1 = torch.add((self).out(h1, w11, b11, 1), (self).out(h0, w_down01, b_down01, 2))
  r1 = torch.add(r1, (self).out((self).up(h2, h1), w_up21, b_up21, 1))
  r2 = torch.add((self).out(h2, w21, b21, 1), (self).out(h1, w_down12, b_down12, 2))
  return (torch.mul(r0, gamma0), torch.mul(r1, gamma1), torch.mul(r2, gamma2))

def out(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  stride: int) -> Tensor:
  return torch.contiguous(torch.to((self).convolve(x, w, b, stride), 6))

def up(self: __torch__.K,
  x: Tensor,
  like: Tensor) -> Tensor:
  return torch.upsample_bilinear2d(x, [torch.size(like, 2), torch.size(like, 3)], False)

{{convolve}}
{{convolution}}
