# The tokens of the patches as a map. x: [batch, prefix + rows * columns, width] -> [batch, width, rows, columns].
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  return (self).map(torch.slice(x, 1, {{prefix}}))

# The same after layer normalisation; w, b: [width].
def normalised(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor) -> Tensor:
  patches = torch.slice(x, 1, {{prefix}})
  return (self).map(torch.layer_norm(patches, [torch.size(x, 2)], w, b, {{epsilon}}))

def map(self: __torch__.K,
  patches: Tensor) -> Tensor:
  n = torch.size(patches, 0)
  return torch.reshape(torch.contiguous(torch.transpose(patches, 1, 2)), [n, -1, {{rows}}, {{columns}}])
