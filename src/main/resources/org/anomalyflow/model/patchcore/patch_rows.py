# The parts of the embedding, each [batch, any, H, W], joined by {{join}} -> one row for each cell of each image,
# [batch * H * W, D], in the order image, y, x.
def forward(self: __torch__.K,
  {{declarations}}) -> Tensor:
  joined = (self).{{join}}([{{maps}}])
  return torch.contiguous(torch.reshape(torch.permute(joined, [0, 2, 3, 1]), [-1, torch.size(joined, 1)]))

def concatenate(self: __torch__.K,
  parts: List[Tensor]) -> Tensor:
  return torch.cat(parts, 1)

def add(self: __torch__.K,
  parts: List[Tensor]) -> Tensor:
  sum = torch.zeros_like(parts[0])
  for part in parts:
    sum = torch.add(sum, part)
  return sum
