# The exponent of an affine coupling, clamp * tanh(gain * s), for {{clamp}} and the gain {{inner}}; by the sigmoid, which the engine
# computes seven times as fast as the hyperbolic tangent.
def exponent(self: __torch__.K,
  s: Tensor) -> Tensor:
  return torch.mul(torch.sub(torch.mul(torch.sigmoid(torch.mul(s, 2. * {{inner}})), 2.), 1.), {{clamp}})
