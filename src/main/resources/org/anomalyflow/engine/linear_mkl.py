# Linear layers in float32 by MKL, which lays weights out for one number of rows; for others it takes the plain weights.
def prepared(self: __torch__.K,
  w: Tensor) -> Tensor:
  return torch.to(w, {{compute}})

# x: [batch, n, in] -> [batch, n, out]. p: w packed for batch * n = rows; anything if there are other rows.
def linear(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  p: Tensor,
  b: Tensor,
  rows: int) -> Tensor:
  return ops.mkl._mkl_linear(x, p, w, b, rows)
