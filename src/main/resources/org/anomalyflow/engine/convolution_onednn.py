# Convolutions by oneDNN: weights reordered once, activation and sum fused into the convolution. In 16 bits, 1 x 1
# convolutions of many channels are linear layers, with weights of two dimensions: as convolutions, oneDNN takes up to 20
# times as long for some of them.
def prepared(self: __torch__.K,
  w: Tensor,
  stride: int,
  padding: int,
  groups: int) -> Tensor:
  wide = torch.ge(torch.size(w, 1), 768)
  pointwise = torch.eq(torch.add(torch.size(w, 2), stride), 2)
  if torch.__and__(torch.__and__(wide, pointwise), torch.ne({{compute}}, 6)):
    return ops.mkldnn._reorder_linear_weight(torch.reshape(torch.to(w, {{compute}}), [torch.size(w, 0), torch.size(w, 1)]), None)
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
  if torch.eq(torch.dim(w), 2):
    y = ops.mkldnn._linear_pointwise(torch.permute(torch.to(x, {{compute}}), [0, 2, 3, 1]), w, b, kind, limits, "")
    return torch.permute(y, [0, 3, 1, 2])
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
  one_pixel = torch.eq(torch.mul(torch.size(other, 2), torch.size(other, 3)), 1)
  if torch.__or__(one_pixel, torch.eq(torch.dim(w), 2)):
    y = torch.add_((self).conv(x, w, b, 1, padding, 1, "none"), other)
    if torch.__isnot__(activation, None):
      y = torch.relu_(y)
  else:
    y = ops.mkldnn._convolution_pointwise_(other, x, w, b, [padding, padding], [1, 1], [1, 1], 1, "add", 1., activation, annotate(List[Optional[number]], []), "")
  return y
