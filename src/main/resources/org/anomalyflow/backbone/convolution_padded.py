# A convolution that pads as TensorFlow's "same" does: so much in all that every stride-th pixel has an output, the
# greater half after. reference: the side for which that is worked out, 0 for that of x; -1 for k / 2 on both sides.
# w: [out, in / groups, k, k] with k = kernel.
def padded_conv(self: __torch__.K,
  x: Tensor,
  w: Tensor,
  b: Tensor,
  kernel: int,
  stride: int,
  groups: int,
  reference: int) -> Tensor:
  if torch.lt(reference, 0):
    return (self).conv(x, w, b, stride, torch.floordiv(kernel, 2), groups, "swish")
  rows = (self).missing(torch.size(x, 2), kernel, stride, reference)
  columns = (self).missing(torch.size(x, 3), kernel, stride, reference)
  if torch.__and__(torch.eq(rows, columns), torch.eq(torch.remainder(rows, 2), 0)):
    return (self).conv(x, w, b, stride, torch.floordiv(rows, 2), groups, "swish")
  top = torch.floordiv(rows, 2)
  left = torch.floordiv(columns, 2)
  y = torch.constant_pad_nd(x, [left, torch.sub(columns, left), top, torch.sub(rows, top)])
  return (self).conv(y, w, b, stride, 0, groups, "swish")

def missing(self: __torch__.K,
  side: int,
  kernel: int,
  stride: int,
  reference: int) -> int:
  n = side
  if torch.gt(reference, 0):
    n = reference
  outputs = torch.floordiv(torch.sub(torch.add(n, stride), 1), stride)
  total = torch.sub(torch.add(torch.mul(torch.sub(outputs, 1), stride), kernel), n)
  return ops.prim.max(total, 0)
