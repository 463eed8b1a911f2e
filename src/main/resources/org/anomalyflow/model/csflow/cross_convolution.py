# The cross-convolution subnet of CS-Flow: three scales in, three scales out, one hidden map each.
# x0, x1, x2: [batch, in, H >> s, W >> s] -> three maps [batch, out, H >> s, W >> s], float32.
# Convolutions run in the type {{compute}}; sums and the gammas stay float32. How they are computed at each place is told by the
# methods same0, same1, same2, up0 and up1, which may need further tensors, m.
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
  b_down12: Tensor{{declarations}}) -> Tuple[Tensor, Tensor, Tensor]:
  m = annotate(List[Tensor], [{{tensors}}])
  h0 = torch.leaky_relu((self).same0(x0, w00, b00, m), {{slope}})
  h1 = torch.leaky_relu((self).same1(x1, w10, b10, m), {{slope}})
  h2 = torch.leaky_relu((self).same2(x2, w20, b20, m), {{slope}})
  r0 = torch.add((self).out((self).same0(h0, w01, b01, m)), (self).out((self).up0(h1, h0, w_up10, b_up10, m)))
  r1 = torch.add((self).out((self).same1(h1, w11, b11, m)), (self).out((self).convolve(h0, w_down01, b_down01, 2)))
  r1 = torch.add(r1, (self).out((self).up1(h2, h1, w_up21, b_up21, m)))
  r2 = torch.add((self).out((self).same2(h2, w21, b21, m)), (self).out((self).convolve(h1, w_down12, b_down12, 2)))
  return (torch.mul(r0, gamma0), torch.mul(r1, gamma1), torch.mul(r2, gamma2))

def out(self: __torch__.K,
  y: Tensor) -> Tensor:
  return torch.contiguous(torch.to(y, 6))

def enlarged(self: __torch__.K,
  x: Tensor,
  like: Tensor) -> Tensor:
  return torch.upsample_bilinear2d(x, [torch.size(like, 2), torch.size(like, 3)], False)

{{places}}
{{convolve}}
{{convolution}}
