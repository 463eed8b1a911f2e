# The greatest value of the mean of some maps, each [batch, h, w], enlarged to a size -> [batch].
def forward(self: __torch__.K,
  {{declarations}}) -> Tensor:
  size = {{size}}
  sum = torch.new_zeros(m0, [torch.size(m0, 0), size[0], size[1]])
  for m in [{{maps}}]:
    sum = torch.add(sum, torch.squeeze(torch.upsample_bilinear2d(torch.unsqueeze(m, 1), size, False), 1))
  return torch.amax(torch.div(sum, {{count}}), [1, 2])
