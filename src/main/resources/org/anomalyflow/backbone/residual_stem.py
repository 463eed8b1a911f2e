# 7 x 7 convolution with stride 2, ReLU, 3 x 3 maximum with stride 2.
# before: zeros around the map for the maximum; ceil: whether a window may end behind the map instead.
# x: [batch, 3, H, W], w: [64, 3, 7, 7], b: [64] -> [batch, 64, H / 4, W / 4].
def forward(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  y = (self).conv(x, w, b, 2, 3, 1, "relu")
  return torch.max_pool2d(y, [3, 3], [2, 2], [{{before}}, {{before}}], [1, 1], {{ceil}})

{{convolution}}
