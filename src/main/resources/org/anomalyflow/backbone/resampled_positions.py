# A position embedding for another grid of patches: bicubic with a = -0.5, antialiased, as timm does; the embeddings of
# the prefix tokens stay. p: [1, prefix + from_rows * from_columns, width] -> [1, prefix + rows * columns, width].
def forward(self: __torch__.K,
  p: Tensor) -> Tensor:
  grid = torch.slice(p, 1, {{prefix}})
  map = torch.permute(torch.reshape(grid, [1, {{from_rows}}, {{from_columns}}, -1]), [0, 3, 1, 2])
  other = torch._upsample_bicubic2d_aa(map, [{{rows}}, {{columns}}], False, None, None)
  tokens = torch.transpose(torch.flatten(other, 2), 1, 2)
  return torch.cat([torch.slice(p, 1, 0, {{prefix}}), tokens], 1)
