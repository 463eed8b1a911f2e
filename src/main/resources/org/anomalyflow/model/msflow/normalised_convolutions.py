# The subnet of MSFlow's parallel flows: 3 x 3 convolution, layer normalisation over the channels of each cell, ReLU, 3 x 3
# convolution, padded with zeros. x: [batch, in, H, W] -> [batch, out, H, W].
def subnet(self: __torch__.K,
  x: Tensor,
  w1: Tensor,
  b1: Tensor,
  g: Tensor,
  c: Tensor,
  w2: Tensor,
  b2: Tensor) -> Tensor:
  return (self).convolve(torch.relu((self).normalise((self).convolve(x, w1, b1), g, c)), w2, b2)

{{layers}}
