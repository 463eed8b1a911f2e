# Convolutions by oneDNN: weights reordered once, activation and sum fused into the convolution.
def prepared(self: __torch__.K,
  w: Tensor,
  stride: int,
  padding: int,
  groups: int) -> Tensor:
  return ops.mkldnn._reorder_convolution_weight(torch.to(w, {{compute}}), [padding, padding], [stride, stride], [1, 1], groups, None)

# activation: "none", "relu", "relu6" or "swish".
def conv(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  stride: int,
  padding: int,
  groups: int,
  activation: str) -> Tensor:
  kind = activation
  limits = annotate(List[Optional[number]], [])
  if torch.eq(activation, "relu6"):
    kind = "hardtanh"
    limits = annotate(List[Optional[number]], [0., 6.])
  return ops.mkldnn._convolution_pointwise(torch.to(x, {{compute}}), w, b, [padding, padding], [stride, stride], [1, 1], groups, kind, limits, "")

# activation(convolution + other), stride 1, which may take the memory of other; activation: "relu" or None.
def conv_add(self: __torch__.K,
  x: Tensor,
  other: Tensor,
  w: Tensor,
  b: Tensor,
  padding: int,
  activation: Optional[str]) -> Tensor:
  # the fused sum refuses maps of one pixel, whose memory order is ambiguous
  if torch.eq(torch.mul(torch.size(other, 2), torch.size(other, 3)), 1):
    y = torch.add_((self).conv(x, w, b, 1, padding, 1, "none"), other)
    if torch.__isnot__(activation, None):
      y = torch.relu_(y)
  else:
    y = ops.mkldnn._convolution_pointwise_(other, x, w, b, [padding, padding], [1, 1], [1, 1], 1, "add", 1., activation, annotate(List[Optional[number]], []), "")
  return y
