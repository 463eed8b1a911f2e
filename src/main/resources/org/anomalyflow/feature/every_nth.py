# Every {{n}}-th row and column from the first on. x: [batch, 3, H, W] -> [batch, 3, H / n, W / n].
def forward(self: __torch__.K,
  x: Tensor) -> Tensor:
  rows = torch.slice(x, 2, 0, 9223372036854775807, {{n}})
  return torch.slice(rows, 3, 0, 9223372036854775807, {{n}})
