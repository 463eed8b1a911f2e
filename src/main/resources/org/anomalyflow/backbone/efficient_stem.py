# 3 x 3 convolution with stride 2 and SiLU. x: [batch, 3, H, W], w: [out, 3, 3, 3], b: [out] -> [batch, out, H / 2, W / 2].
def forward(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  return (self).padded_conv(x, w, b, 3, 2, 1, {{reference}})

{{padded}}
{{convolution}}
