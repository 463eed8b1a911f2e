# The chosen channels of all maps in their own order. order: int64 [d]; the others: [batch, any, H, W] -> [batch, d, H * W].
def forward(self: __torch__.K,
  order: Tensor,
  {{declarations}}) -> Tensor:
  joined = torch.index_select(torch.cat([{{maps}}], 1), 1, order)
  return torch.reshape(joined, [torch.size(joined, 0), torch.size(joined, 1), -1])
