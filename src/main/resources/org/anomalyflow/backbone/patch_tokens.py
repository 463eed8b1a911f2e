# Prefix tokens and one token per patch, plus their position embedding.
# x: [batch, 3, H, W], w: [width, 3, patch, patch], prefix: [1, k, width], position: [1, k + n, width], n being the number
# of patches, row by row -> [batch, k + n, width], float32.
def forward(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  prefix: Tensor,
  position: Tensor) -> Tensor:
  patches = torch.transpose(torch.flatten((self).conv(x, w, b, {{patch}}, 0, 1, "none"), 2), 1, 2)
  first = torch.expand(prefix, [torch.size(x, 0), -1, -1])
  return torch.add_(torch.cat([first, torch.to(patches, 6)], 1), position)

{{convolution}}
