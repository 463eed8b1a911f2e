# The mean of maps of one size, each [batch, H, W].
def forward(self: __torch__.K,
  {{declarations}}) -> Tensor:
  return torch.mean(torch.stack([{{maps}}]), [0])
