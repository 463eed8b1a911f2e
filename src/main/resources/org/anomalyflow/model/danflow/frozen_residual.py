# The subnet of DANFlow with weights that do not change any more, batch normalisations folded in: a 1x1 convolution, a
# residual branch of 3x3 depthwise convolutions, a 1x1 convolution.
# x: [batch, in, H, W] -> [batch, out, H, W], float32. {{tensors}}: for each convolution i its prepared weight wi and bias
# bi; of the last one w: [out, hidden, 1, 1], b: [out], in the type
# {{compute}}.
def forward(self: __torch__.K,
  x: Tensor,
  {{tensors}},
  w: Tensor,
  b: Tensor) -> Tensor:
  last = torch.contiguous(torch.to(x, {{compute}}), memory_format=2)
  h = (self).conv(last, w0, b0, 1, 0, 1, "relu6")
  hidden = torch.size(h, 1)
  d = h
  {{depthwise}}
  # As a product of matrices, the last convolution gives its result in C order, from hidden maps that have channels last.
  batch, height, width = torch.size(x, 0), torch.size(x, 2), torch.size(x, 3)
  d = torch.reshape(torch.permute(torch.add_(d, h), [0, 2, 3, 1]), [batch, -1, hidden])
  projections = torch.expand(torch.reshape(w, [1, -1, hidden]), [batch, -1, -1])
  y = torch.baddbmm(torch.reshape(b, [1, -1, 1]), projections, torch.transpose(d, 1, 2))
  return torch.to(torch.reshape(y, [batch, -1, height, width]), 6)

{{convolution}}
