# The subnet of DANFlow with weights that do not change any more, batch normalisations folded in: a 1x1 convolution, a
# residual branch of 3x3 depthwise convolutions, a 1x1 convolution.
# x: [batch, in, H, W] -> [batch, out, H, W], float32. {{tensors}}: for each convolution i its prepared weight wi and bias bi.
def forward(self: __torch__.K,
  x: Tensor,
  {{tensors}}) -> Tensor:
  last = torch.contiguous(torch.to(x, {{compute}}), memory_format=2)
  h = (self).conv(last, w0, b0, 1, 0, 1, "relu6")
  hidden = torch.size(h, 1)
  d = h
  {{depthwise}}
  y = (self).conv(torch.add_(d, h), {{project}}, 1, 0, 1, "none")
  return torch.contiguous(torch.to(y, 6))

{{convolution}}
