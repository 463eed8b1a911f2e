# Linear layers in 16 bits by oneDNN, with weights reordered once.
def prepared(self: __torch__.K,
  w: Tensor) -> Tensor:
  return ops.mkldnn._reorder_linear_weight(torch.to(w, {{compute}}), None)

# x: [batch, n, in], in the type {{compute}} -> [batch, n, out].
def linear(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  p: Tensor,
  b: Tensor,
  rows: int) -> Tensor:
  return ops.mkldnn._linear_pointwise(x, w, b, "none", annotate(List[Optional[number]], []), "")
