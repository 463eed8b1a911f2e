# A weight [out, in] in MKL's order of memory for {{rows}} rows.
def forward(self: __torch__.K,
  w: Tensor) -> Tensor:
  return ops.mkl._mkl_reorder_linear_weight(w, {{rows}})
