# ReLU(x + c2(ReLU(c1(x)))): a basic block of a residual network, c1 and c2 being 3 x 3 convolutions.
# x: [batch, channels, H, W], w1, w2: [channels, channels, 3, 3], b1, b2: [channels] -> as x, maybe in
# its memory.
def forward(self: __torch__.K,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor) -> Tensor:
  return (self).conv_add((self).conv(x, w1, b1, 1, 1, 1, "relu"), x, w2, b2, 1, "relu")

# ReLU(c3(x) + c2(ReLU(c1(x)))): the same with stride 2 in c1 and in the 1 x 1 convolution c3.
# x: [batch, in, H, W], w1: [out, in, 3, 3], w3: [out, in, 1, 1] -> [batch, out, H / 2, W / 2].
def reduce(self: __torch__.K,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  w3: Tensor,
  b3: Tensor) -> Tensor:
  shortcut = (self).conv(x, w3, b3, 2, 0, 1, "none")
  return (self).conv_add((self).conv(x, w1, b1, 2, 1, 1, "relu"), shortcut, w2, b2, 1, "relu")

{{convolution}}
