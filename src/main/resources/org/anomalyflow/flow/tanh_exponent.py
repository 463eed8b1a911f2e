# The exponent of an affine coupling, clamp * tanh(gain * s), for {{clamp}} and the gain {{inner}}.
def exponent(self: __torch__.K,
  s: Tensor) -> Tensor:
  return torch.mul(torch.tanh(torch.mul(s, {{inner}})), {{clamp}})
