# a: [batch, first, H, W], b: [batch, second, H, W] -> [batch, first + second, H, W], clamped to +-{{limit}}.
def forward(self: __torch__.K,
  a: Tensor,
  b: Tensor) -> Tensor:
  return torch.clamp(torch.cat([a, b], 1), torch.neg({{limit}}), {{limit}})
