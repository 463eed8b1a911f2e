# Convolutions by the engine's general operator, for devices that oneDNN does not know.
def prepared(self: __torch__.K,
  w: Tensor,
  stride: int,
  padding: int,
  groups: int) -> Tensor:
  return torch.to(w, {{compute}})

# activation: "none", "relu", "relu6" or "swish".
def conv(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  stride: int,
  padding: int,
  groups: int,
  activation: str) -> Tensor:
  y = torch.conv2d(torch.to(x, {{compute}}), w, b, [stride, stride], [padding, padding], [1, 1], groups)
  if torch.eq(activation, "relu"):
    y = torch.relu_(y)
  if torch.eq(activation, "relu6"):
    y = torch.hardtanh_(y, 0., 6.)
  if torch.eq(activation, "swish"):
    y = torch.silu_(y)
  return y

# activation(convolution + other), stride 1, which may take the memory of other; activation: "relu" or None.
def conv_add(self: __torch__.K,
  x: Tensor,
  other: Tensor,
  w: Tensor,
  b: Tensor,
  padding: int,
  activation: Optional[str]) -> Tensor:
  y = torch.add_(torch.conv2d(x, w, b, [1, 1], [padding, padding], [1, 1], 1), other)
  if torch.__isnot__(activation, None):
    y = torch.relu_(y)
  return y
