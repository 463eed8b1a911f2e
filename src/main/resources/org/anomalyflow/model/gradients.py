# The gradients of a scalar with respect to some tensors, in their order; what was recorded for them is freed.
def forward(self: __torch__.K,
  scalar: Tensor,
  {{declarations}}) -> List[Tensor]:
  gradients = annotate(List[Tensor], [])
  for gradient in torch.grad([scalar], [{{tensors}}]):
    _0 = torch.append(gradients, torch._unwrap_optional(gradient))
  return gradients
