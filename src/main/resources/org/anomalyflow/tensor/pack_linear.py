# A prepared weight, packed for {{rows}} rows.
def forward(self: __torch__.K,
  w: Tensor) -> Tensor:
  return (self).packed(w, {{rows}})

{{linear}}
