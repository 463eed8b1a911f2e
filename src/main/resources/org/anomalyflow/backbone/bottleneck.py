# ReLU(x + c3(ReLU(c2(ReLU(c1(x)))))): a bottleneck of a residual network, c1 and c3 being 1 x 1 convolutions, c2 a 3 x 3.
# x: [batch, channels, H, W], w1: [middle, channels, 1, 1], w2: [middle, middle, 3, 3], w3: [channels, middle, 1, 1] -> as x,
# maybe in its memory.
def forward(self: __torch__.K,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  w3: Tensor,
  b3: Tensor) -> Tensor:
  y = (self).conv(x, w1, b1, 1, 0, 1, "relu")
  return (self).conv_add((self).conv(y, w2, b2, 1, 1, 1, "relu"), x, w3, b3, 0, "relu")

# ReLU(c4(x) + c3(ReLU(c2(ReLU(c1(x)))))): the same with other sizes behind: c1 has stride {{first}}, c2 {{second}}, and the
# 1 x 1 convolution c4 both. x: [batch, in, H, W] -> [batch, out, H / {{both}}, W / {{both}}].
def reduce(self: __torch__.K,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  w2: Tensor,
  b2: Tensor,
  w3: Tensor,
  b3: Tensor,
  w4: Tensor,
  b4: Tensor) -> Tensor:
  shortcut = (self).conv(x, w4, b4, {{both}}, 0, 1, "none")
  y = (self).conv(x, w1, b1, {{first}}, 0, 1, "relu")
  return (self).conv_add((self).conv(y, w2, b2, {{second}}, 1, 1, "relu"), shortcut, w3, b3, 0, "relu")

{{convolution}}
