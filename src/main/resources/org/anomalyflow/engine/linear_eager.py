# Linear layers by the engine's general operator.
def prepared(self: __torch__.K,
  w: Tensor) -> Tensor:
  return torch.to(w, {{compute}})

# x: [batch, n, in], in the type {{compute}} -> [batch, n, out].
def linear(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  p: Tensor,
  b: Tensor,
  rows: int) -> Tensor:
  return torch.linear(x, w, b)
