# The greatest value of the mean of some maps, each [batch, H, W], at the size of the first -> [batch].
def forward(self: __torch__.K,
  {{declarations}}) -> Tensor:
  size = [torch.size(m0, 1), torch.size(m0, 2)]
  sum = torch.zeros_like(m0)
  for m in [{{maps}}]:
    sum = torch.add(sum, torch.squeeze(torch.upsample_bilinear2d(torch.unsqueeze(m, 1), size, False), 1))
  return torch.amax(torch.div(sum, {{count}}), [1, 2])
