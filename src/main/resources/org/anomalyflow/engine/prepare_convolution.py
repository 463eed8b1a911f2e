# A weight [out, in / groups, k, k] and its bias [out] in the type and order of memory in which convolutions want them.
def forward(self: __torch__.K,
  w: Tensor,
  b: Tensor) -> Tuple[Tensor, Tensor]:
  return ((self).prepared(w, {{stride}}, torch.floordiv(torch.size(w, 2), 2), {{groups}}), torch.to(b, {{compute}}))

{{convolution}}
