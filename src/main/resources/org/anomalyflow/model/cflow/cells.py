# The cells of a map as rows, image by image and row by row. x: [batch, C, H, W] -> [batch * H * W, C].
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  return torch.reshape(torch.permute(x, [0, 2, 3, 1]), [-1, torch.size(x, 1)])

# The positions of all of them: those of one image, p: [H * W, D], for each image of x.
def positions(self: __torch__.K,
  x: Tensor,
  p: Tensor) -> Tensor:
  return torch.repeat(p, [torch.size(x, 0), 1])

# Some rows, by their numbers i: [n], of x: [rows, C] -> [n, C].
def some(self: __torch__.K,
  i: Tensor,
  x: Tensor) -> Tensor:
  return torch.index_select(x, 0, i)
