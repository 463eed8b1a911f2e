# The convolution at one place.
def {{name}}(self: __torch__.K,
  x: Tensor,
  {{like}}w: Tensor,
  b: Tensor,
  m: List[Tensor]) -> Tensor:
  return {{result}}
