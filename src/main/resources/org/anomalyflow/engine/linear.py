# One linear layer. x: [1, n, in], w: prepared [out, in], p: w packed for {{rows}} rows, b: [out] -> [1, n, out].
def forward(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  p: Tensor,
  b: Tensor) -> Tensor:
  return (self).linear(torch.to(x, {{compute}}), w, p, b, {{rows}})

{{linear}}
